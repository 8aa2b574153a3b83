using System.Globalization;
using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Transformation.Projects;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Parsing;

/// <summary>Unit tests of the project's own models: given rows, and those that the model makes of them.</summary>
internal sealed partial class ProjectParser
{
    private List<Draft> UnitTests(PropertyFiles properties, List<Draft> all)
    {
        var found = new List<Draft>();
        var models = all.Where(draft => draft.Type == "model" && ReferenceEquals(draft.Package, root)).ToLookup(draft => draft.Name, StringComparer.Ordinal);
        foreach (var (file, test) in properties.UnitTests(root))
        {
            found.AddRange(Guarded(file.Shown, () => UnitTests(file, test, models)) ?? []);
        }

        return found;
    }

    private IReadOnlyList<Draft> UnitTests(PropertyFile written, PyDict test, ILookup<string, Draft> all)
    {
        var file = written.Shown;
        FaultException Wrong(string message, string mend) => new(Fault.Invalid("dbt.unit_test_invalid", message, file, mend));
        var name = test.Text("name") ?? throw Wrong("A unit test has no name.", "Give it name:.");
        var told = test.Text("model") ?? throw Wrong($"The unit test {name} names no model.", "Name the model that it tests with model:.");
        if (test.Get("expect") is not PyDict)
        {
            throw Wrong($"The unit test {name} expects nothing.", "Write expect: with rows:.");
        }

        var (model, version) = told.Split('.') is [var plain, ['v', .. var one]] ? (plain, one) : (told, null);
        var models = all[model].Where(draft => version is null || draft.Version == version).ToList();
        if (models.Count == 0)
        {
            throw Wrong($"The unit test {name} is of the model {told}, which is not in the project.", "Mend the model's name: unit tests are of the project's own models.");
        }

        return [.. models.Where(draft => Includes(test.Dict("versions"), draft.Version))
            .SelectMany(tested => Kept(("unit_test", tested, written.Content, name), [test], () => [UnitTest(written, test, name, tested)]))];
    }

    private Draft UnitTest(PropertyFile written, PyDict test, string name, Draft tested)
    {
        IReadOnlyList<string> fqn = [root.Name, .. written.Folders, tested.Name, name];
        var draft = new Draft(root, "unit_test", name, written.Shown, fqn)
        {
            UniqueIdTail = $"{tested.Name}.{name}{(tested.Version is null ? "" : ".v" + tested.Version)}",
            Version = tested.Version,
            AttachedTo = tested,
            Declared = test,
            Alias = name,
            Description = test.Text("description"),
        };
        draft.Given = ConfigTree.OfProjects(root, root, "unit_tests", fqn);
        var names = new LazyNames(() => context.Names(new JinjaRun(environment, cancellation), root, null, noted: draft.NamedBy));
        ConfigTree.Add(draft.Given, (PyDict)new Rendered(environment, names, cancellation).Of(new Properties(test, [], written.Shown).Config, written.Shown)!);
        draft.Config = new PyDict(draft.Given);
        draft.Config["materialized"] = "unit";
        draft.Refs.Add((root.Name, tested.Name, tested.Version));
        return draft;
    }

    private static bool Includes(PyDict versions, string? version)
    {
        bool Has(string key) => versions.Get(key) is PyList list && list.Any(one => Convert.ToString(one, CultureInfo.InvariantCulture)?.TrimStart('v') == version);
        return version is null || ((versions.Get("include") is null || Has("include")) && !Has("exclude"));
    }
}
