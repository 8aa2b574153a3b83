using System.Security.Cryptography;
using System.Text;
using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Parsing;

/// <summary>What dbt's context brings for values: JSON, YAML, sets, pairs, hashes. What cannot be made gives the default, in the strict forms a fault.</summary>
internal static class TextFunctions
{
    public static void AddTo(JinjaNames names)
    {
        Add("fromjson", arguments => Read(arguments, "fromjson"));
        Add("fromyaml", arguments => Read(arguments, "fromyaml"));
        Add("tojson", arguments => arguments.Bind("tojson", "value", "default?", "sort_keys?") is var bound ? JinjaValues.Json(bound[0], bound[2] is true) : null);
        Add("toyaml", arguments => arguments.Bind("toyaml", "value", "default?", "sort_keys?") is var bound ? YamlText.Of(bound[0], bound[2] is true) : null);
        Add("set", arguments => arguments.Bind("set", "value", "default?") is var bound && JinjaValues.Items(bound[0]) is { } items ? new PySet(items) : Given(bound[1]));
        Add("set_strict", arguments => new PySet(JinjaValues.Items(arguments.Bind("set_strict", "value")[0]) ?? throw NotIterable(arguments.Values[0])));
        Add("zip", arguments => arguments.Values.All(value => JinjaValues.Items(value) is not null) ? Zip(arguments.Values) : arguments.Named.GetValueOrDefault("default"));
        Add("zip_strict", arguments => Zip(arguments.Values));

        // as dbt has it; nothing is kept secret by it
        Add("local_md5", arguments => Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithmName.MD5, Encoding.UTF8.GetBytes(JinjaValues.Text(arguments.Bind("local_md5", "value")[0])))));
        Add("try_or_compiler_error", Tried);

        void Add(string name, Func<JinjaArguments, object?> call) => names[name] = new JinjaFunction(name, call);
    }

    private static object? Read(JinjaArguments arguments, string function)
    {
        var bound = arguments.Bind(function, "string", "default?");
        try
        {
            return bound[0] is string text ? YamlValues.Read(text, function) : Given(bound[1]);
        }
        catch (FaultException)
        {
            return Given(bound[1]);
        }
    }

    private static PyList Zip(IReadOnlyList<object?> values)
    {
        var lists = values.Select(value => (JinjaValues.Items(value) ?? throw NotIterable(value)).ToList()).ToList();
        return new PyList(Enumerable.Range(0, lists.Count == 0 ? 0 : lists.Min(list => list.Count)).Select(i => (object?)new PyTuple([.. lists.Select(list => list[i])])));
    }

    /// <summary>Calls what is given behind the message; its failure is told by the message.</summary>
    private static object? Tried(JinjaArguments arguments)
    {
        if (arguments.Values is not [var message, IJinjaCallable call, ..])
        {
            throw new JinjaException("CompilationError", "try_or_compiler_error() takes a message and a function");
        }

        try
        {
            return call.Call(new JinjaArguments(arguments.Run, [.. arguments.Values.Skip(2)], arguments.Named));
        }
        catch (JinjaException failure)
        {
            throw new JinjaException("CompilationError", JinjaValues.Text(message), failure);
        }
    }

    private static object? Given(object? value) => ReferenceEquals(value, JinjaArguments.Missing) ? null : value;

    private static JinjaException NotIterable(object? value) => new("CompilationError", $"{JinjaValues.Text(value)} has no items");
}
