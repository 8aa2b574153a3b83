using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Transformation.Manifests;
using Talentys.Transformation.Projects;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Parsing;

/// <summary>The tests that properties name, with dbt's names and ids for them.</summary>
internal sealed partial class GenericTests(JinjaEnvironment environment, ParseContext context, DbtPackage root, CancellationToken cancellation)
{
    private static readonly string[] Settings =
        ["enabled", "severity", "warn_if", "error_if", "where", "limit", "fail_calc", "store_failures", "store_failures_as", "tags", "meta", "alias", "schema", "database", "group"];

    private readonly JinjaTemplate shown = environment.Parse("{{ m }}", "hash");

    /// <summary>The tests at one thing, or at one column of it.</summary>
    public IEnumerable<Draft> At(Draft owner, PyDict properties, string? column, string file)
    {
        foreach (var key in (string[])["tests", "data_tests"])
        {
            foreach (var one in properties.Get(key) as PyList ?? [])
            {
                yield return Test(owner, one, column, file, column is null ? [] : [.. Values.Texts(properties.Get("tags")), .. Values.Texts(properties.Dict("config").Get("tags"))]);
            }
        }
    }

    private Draft Test(Draft owner, object? written, string? column, string file, IReadOnlyList<string> tags)
    {
        var place = $"{file}: {owner.Name}{(column is null ? "" : "." + column)}";
        var (name, given) = written switch
        {
            string only => (only, new PyDict()),
            PyDict dict when dict.Text("test_name") is { } named => (named, Without(dict, "test_name")),
            PyDict dict when dict.Count == 1 => (dict.First().Key as string ?? "", dict.First().Value as PyDict ?? []),
            PyDict dict when dict.FirstOrDefault(pair => pair.Value is PyDict) is { Key: string named } => (named, (PyDict)dict.Get(named)!),
            _ => throw new FaultException(Fault.Invalid("dbt.test_invalid", "A test is a name, or a name with its arguments.", place, "Write - unique, or - accepted_values: {values: [a, b]}.")),
        };
        var (space, test) = name.Split('.') is [var package, var last] ? (package, last) : ((string?)null, name);
        var arguments = new PyDict(given.Concat(given.Dict("arguments")).Where(pair => pair.Key is not ("arguments" or "config" or "name" or "description")));
        var config = new PyDict();
        foreach (var setting in Settings.Where(setting => arguments.ContainsKey(setting)))
        {
            ConfigTree.Add(config, setting, arguments.Get(setting));
            arguments.Remove(setting);
        }

        ConfigTree.Add(config, given.Dict("config"));
        if (column is not null)
        {
            arguments["column_name"] = column;
        }

        var target = owner.Source is null ? $"ref('{owner.Name}'{(owner.Version is null ? "" : $", version='{owner.Version}'")})" : $"source('{owner.Source}', '{owner.Name}')";
        var of = owner.Source is null ? owner.Version is null ? owner.Name : $"{owner.Name}_v{owner.Version}" : $"{owner.Source}_{owner.Name}";
        var (shortName, fullName) = Names((owner.Source is null ? "" : "source_") + (space is null ? "" : space + "_") + test, of, arguments);
        var custom = given.Text("name");
        arguments["model"] = "{{ get_where_subquery(" + target + ") }}";
        var metadata = new PyDict([new("kwargs", Hashable(arguments)), new("name", test), new("namespace", space ?? "None")]);
        var hash = Hash((custom ?? fullName) + shown.Render(new JinjaNames { ["m"] = metadata }))[^10..];
        var shownName = custom ?? shortName;
        var fqn = owner.Fqn.Take(owner.Fqn.Count - 1).Append(custom ?? fullName).ToList();
        var draft = new Draft(owner.Package, "test", custom ?? fullName, file, fqn)
        {
            TestName = test,
            AttachedTo = owner,
            Test = (space, arguments),
            UniqueIdTail = $"{custom ?? fullName}.{hash}",
            Alias = shownName,
            Description = given.Text("description"),
            Given = ConfigTree.OfProjects(root, owner.Package, "data_tests", fqn),
        };
        if (draft.Given.Count == 0)
        {
            draft.Given = ConfigTree.OfProjects(root, owner.Package, "tests", fqn);
        }

        draft.Unrendered = ConfigTree.Written(root, owner.Package, "data_tests", fqn) is { Count: > 0 } told ? told : ConfigTree.Written(root, owner.Package, "tests", fqn);
        if (tags.Count > 0)
        {
            // tests of a column have its tags
            ConfigTree.Add(config, "tags", new PyList(tags));
        }

        ConfigTree.Add(draft.Unrendered, config);
        draft.AtTest = (PyDict)new Rendered(environment, new LazyNames(() => context.Names(new JinjaRun(environment, cancellation), owner.Package, null, noted: draft.NamedBy)), cancellation).Of(config, place)!;
        Refer(draft, owner, space, test, arguments, place);
        return draft;
    }

    /// <summary>Notes what the test refers to: the thing that it stands at, its arguments, and what its macro does.</summary>
    private void Refer(Draft draft, Draft owner, string? space, string test, PyDict arguments, string place)
    {
        if (owner.Source is null)
        {
            draft.Refs.Add((owner.Package.Name, owner.Name, owner.Version));
        }
        else
        {
            draft.Sources.Add((owner.Source, owner.Name));
        }

        var run = new JinjaRun(environment, cancellation);
        if (IsOwn(space, owner, test) && context.Macros.In(MacroTable.Own, "test_" + test) is { } own)
        {
            // dbt's own tests ask for nothing: only what is written in their arguments does
            draft.Macros.Add(MacroFacts.IdOf(own));
            Arguments(new Rendered(environment, new LazyNames(() => context.Names(run, owner.Package, draft)), cancellation), arguments, place);
            return;
        }

        var names = context.Names(run, owner.Package, draft);
        var macro = (space is null ? names.Find("test_" + test) : context.Macros.In(space, "test_" + test) is { } entry ? entry.Template.Macro(run, entry.Name, context.Names(run, owner.Package, draft)) : null)
            ?? throw new FaultException(Fault.Invalid("dbt.test_unknown", $"There is no test {(space is null ? "" : space + ".")}{test}.", place, "Mend its name, write the macro test_" + test + ", or add the package that has it."));
        var rendered = new Rendered(environment, names, cancellation);
        var given = Arguments(rendered, arguments, place);
        given["model"] = owner.Name;
        try
        {
            environment.Parse("{{ __test(**__given) }}", draft.File).Render(run, new Given(names, macro, given));
        }
        catch (JinjaException failure)
        {
            throw new FaultException(MacroTable.Faulty(failure, place) with { Place = place }, failure);
        }
    }

    private bool IsOwn(string? space, Draft owner, string test) => space is null or MacroTable.Own && (space is not null || context.Macros.Find(owner.Package.Name, "test_" + test) is { Package: MacroTable.Own });

    /// <summary>Arguments of a test with what is written in them as expressions; without the thing that is tested.</summary>
    public static PyDict Arguments(Rendered rendered, PyDict arguments, string place)
    {
        var given = new PyDict();
        foreach (var (key, value) in arguments.Where(pair => pair.Key is not "model"))
        {
            given[key] = Argument(rendered, value, place);
        }

        return given;
    }

    private static object? Argument(Rendered rendered, object? value, string place) => value switch
    {
        string call when Call().IsMatch(call) => rendered.Expression(call, place),
        string text when Rendered.IsTemplate(text) => rendered.Of(text, place),
        PyList list => new PyList(list.Select(item => Argument(rendered, item, place))),
        PyDict dict => new PyDict(dict.Select(pair => KeyValuePair.Create(pair.Key, Argument(rendered, pair.Value, place)))),
        _ => value,
    };

    /// <summary>dbt's name of a test: of its arguments; cut and hashed when it is too long.</summary>
    private static (string Short, string Full) Names(string test, string of, PyDict arguments)
    {
        var parts = arguments.OrderBy(pair => pair.Key as string, StringComparer.Ordinal).SelectMany(pair => Flat(pair.Value)).Select(text => NotWord().Replace(text, "_"));
        var identifier = $"{test}_{of}";
        var full = $"{identifier}_{string.Join("__", parts)}";
        return full.Length < 64 ? (full, full) : ($"{identifier[..Math.Min(30, identifier.Length)]}_{Hash(full)}", full);
    }

    private static IEnumerable<string> Flat(object? value) => value switch
    {
        PyDict dict => dict.Values.Select(Str),
        PyList list => list.Select(Str),
        _ => [Str(value)],
    };

    private static string Str(object? value) => value switch { null => "None", true => "True", false => "False", PyList or PyDict => JinjaValues.Text(value), _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)! };

    private static object? Hashable(object? value) => value switch
    {
        PyDict dict => new PyDict(dict.OrderBy(pair => pair.Key as string, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, Hashable(pair.Value)))),
        PyList list => new PyList(list.Select(Hashable)),
        _ => Str(value),
    };

    // the ids of dbt are made so; nothing is kept secret by it
    private static string Hash(string text) => Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithmName.MD5, Encoding.UTF8.GetBytes(text)));

    private static PyDict Without(PyDict dict, string key) => new(dict.Where(pair => pair.Key as string != key));

    private sealed class Given(IJinjaNames names, IJinjaCallable test, PyDict given) : IJinjaNames
    {
        public bool TryGet(string name, out object? value)
        {
            value = name switch { "__test" => test, "__given" => given, _ => null };
            return value is not null || names.TryGet(name, out value);
        }
    }

    [GeneratedRegex("[^0-9a-zA-Z_]+")]
    private static partial Regex NotWord();

    [GeneratedRegex(@"^\s*(env_var|ref|var|source|doc)\s*\(.+\)\s*$", RegexOptions.Singleline)]
    private static partial Regex Call();
}
