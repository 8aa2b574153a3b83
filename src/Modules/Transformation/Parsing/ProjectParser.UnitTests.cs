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
        foreach (var (file, test, folders) in properties.UnitTests(root))
        {
            Guarded<Draft>(file, () =>
            {
                found.AddRange(UnitTests(file, test, folders, all));
                return null;
            });
        }

        return found;
    }

    private IEnumerable<Draft> UnitTests(string file, PyDict test, IReadOnlyList<string> folders, List<Draft> all)
    {
        FaultException Wrong(string message, string mend) => new(Fault.Invalid("dbt.unit_test_invalid", message, file, mend));
        var name = test.Text("name") ?? throw Wrong("A unit test has no name.", "Give it name:.");
        var told = test.Text("model") ?? throw Wrong($"The unit test {name} names no model.", "Name the model that it tests with model:.");
        if (test.Get("expect") is not PyDict)
        {
            throw Wrong($"The unit test {name} expects nothing.", "Write expect: with rows:.");
        }

        var (model, version) = told.Split('.') is [var plain, ['v', .. var one]] ? (plain, one) : (told, null);
        var models = all.Where(draft => draft.Type == "model" && ReferenceEquals(draft.Package, root) && draft.Name == model && (version is null || draft.Version == version)).ToList();
        if (models.Count == 0)
        {
            throw Wrong($"The unit test {name} is of the model {told}, which is not in the project.", "Mend the model's name: unit tests are of the project's own models.");
        }

        foreach (var tested in models.Where(draft => Includes(test.Dict("versions"), draft.Version)))
        {
            IReadOnlyList<string> fqn = [root.Name, .. folders, model, name];
            var draft = new Draft(root, "unit_test", name, file, fqn)
            {
                UniqueIdTail = $"{model}.{name}{(tested.Version is null ? "" : ".v" + tested.Version)}",
                Version = tested.Version,
                AttachedTo = tested,
                Declared = test,
                Alias = name,
                Description = test.Text("description"),
            };
            draft.Given = ConfigTree.OfProjects(root, root, "unit_tests", fqn);
            ConfigTree.Add(draft.Given, (PyDict)new Rendered(environment, context.Names(new JinjaRun(environment, cancellation), root, null), cancellation).Of(new Properties(test, [], file).Config, file)!);
            draft.Config = new PyDict(draft.Given) { };
            draft.Config["materialized"] = "unit";
            draft.Refs.Add((root.Name, tested.Name, tested.Version));
            yield return draft;
        }
    }

    private static bool Includes(PyDict versions, string? version)
    {
        bool Has(string key) => versions.Get(key) is PyList list && list.Any(one => Convert.ToString(one, CultureInfo.InvariantCulture)?.TrimStart('v') == version);
        return version is null || ((versions.Get("include") is null || Has("include")) && !Has("exclude"));
    }
}
