using Talentys.Jinja.Public;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Running;

/// <summary>Names that every template knows.</summary>
internal static class BuiltInGlobals
{
    public static Dictionary<string, object?> All() => new(StringComparer.Ordinal)
    {
        ["range"] = new JinjaFunction("range", Range),
        ["dict"] = new JinjaFunction("dict", Dict),
        ["namespace"] = new JinjaFunction("namespace", arguments => new Namespace(arguments)),
        ["cycler"] = new JinjaFunction("cycler", arguments => new Cycler(arguments.Values)),
        ["joiner"] = new JinjaFunction("joiner", arguments => Joiner(arguments.Bind("joiner", "sep?")[0])),
        ["lipsum"] = new JinjaFunction("lipsum", Lipsum.Text),
    };

    private static PyRange Range(JinjaArguments arguments)
    {
        long[] given = [.. arguments.Values.Select(value => Numbers.IsInt(value) ? (long)Numbers.Big(value!)
            : throw Faults.Type($"'{Kinds.NameOf(value)}' object cannot be interpreted as an integer"))];
        return given switch
        {
            [var stop] => PyRange.Of(0, stop, 1),
            [var start, var stop] => PyRange.Of(start, stop, 1),
            [var start, var stop, var step] => PyRange.Of(start, stop, step),
            [] => throw Faults.Type("range expected at least 1 argument, got 0"),
            _ => throw Faults.Type($"range expected at most 3 arguments, got {given.Length}"),
        };
    }

    private static PyDict Dict(JinjaArguments arguments)
    {
        var dict = new PyDict();
        foreach (var (key, value) in arguments.Values.SelectMany(Mappings.Pairs))
        {
            dict[key] = value;
        }

        foreach (var (name, value) in arguments.Named)
        {
            dict[name] = value;
        }

        return dict;
    }

    private static JinjaFunction Joiner(object? given)
    {
        var separator = ReferenceEquals(given, JinjaArguments.Missing) ? ", " : given;
        var used = false;
        return new JinjaFunction("joiner", _ =>
        {
            var text = used ? separator : "";
            used = true;
            return text;
        });
    }
}

/// <summary><c>cycler()</c>: one of several values, each time the next.</summary>
internal sealed class Cycler(IReadOnlyList<object?> items) : IJinjaObject
{
    private int at;

    public string TypeName => "Cycler";

    public bool TryGet(string name, out object? value)
    {
        if (items.Count == 0)
        {
            throw new JinjaException("RuntimeError", "at least one item has to be provided");
        }

        value = name switch
        {
            "current" => items[at],
            "next" => new JinjaFunction("next", _ =>
            {
                var item = items[at];
                at = (at + 1) % items.Count;
                return item;
            }),
            "reset" => new JinjaFunction("reset", _ =>
            {
                at = 0;
                return null;
            }),
            _ => this,
        };
        return !ReferenceEquals(value, this);
    }
}
