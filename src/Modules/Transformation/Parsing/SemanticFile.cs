using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Transformation.Projects;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Parsing;

/// <summary>The groups, semantic models, metrics and saved queries of a property file.</summary>
internal sealed class SemanticFile(DbtPackage root, DbtPackage package, string file, IReadOnlyList<string> folders)
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["groups"] = "group",
        ["semantic_models"] = "semantic_model",
        ["metrics"] = "metric",
        ["saved_queries"] = "saved_query",
    };

    private static readonly string[] MetricTypes = ["simple", "ratio", "derived", "cumulative", "conversion"];

    /// <summary>All of them, with what they need by its name.</summary>
    /// <exception cref="FaultException">One has no name, or a metric no type.</exception>
    public IEnumerable<Draft> Read(PyDict content, Func<Draft, Rendered> rendered)
    {
        foreach (var (section, type) in Types)
        {
            foreach (var one in content.Dicts(section))
            {
                var draft = Draft(type, section, one);
                switch (type)
                {
                    case "semantic_model":
                        if (one.Text("model") is { } model)
                        {
                            rendered(draft).Expression(model, $"{file}: {draft.Name}");
                        }

                        yield return draft;
                        foreach (var measure in one.Dicts("measures").Where(measure => measure.Get("create_metric") is true))
                        {
                            yield return Created(measure);
                        }

                        break;
                    case "metric":
                        Metric(draft, one);
                        yield return draft;
                        break;
                    case "saved_query":
                        draft.Metrics.AddRange(Values.Texts(one.Dict("query_params").Get("metrics")));
                        yield return draft;
                        break;
                    default:
                        yield return draft;
                        break;
                }
            }
        }
    }

    private Draft Draft(string type, string section, PyDict one)
    {
        var name = one.Text("name") ?? throw new FaultException(Fault.Invalid("dbt.name_missing", $"An entry of {section} has no name.", file, "Give it name:."));
        IReadOnlyList<string> fqn = [package.Name, .. folders, name];
        var draft = new Draft(package, type, name, file, fqn)
        {
            Declared = one,
            Description = one.Text("description"),
            Given = ConfigTree.OfProjects(root, package, section.Replace('_', '-'), fqn),
            Unrendered = new PyDict(one.Dict("config")),
        };
        ConfigTree.Add(draft.Given, new Properties(one, [], file).Config);
        draft.Config = draft.Given;
        return draft;
    }

    /// <summary>The metric that a measure makes of itself.</summary>
    private Draft Created(PyDict measure)
    {
        var metric = new PyDict([new("name", measure.Get("name")), new("label", measure.Get("label") ?? measure.Get("name")), new("description", measure.Get("description")), new("type", "simple"), new("type_params", new PyDict([new("measure", measure.Get("name"))]))]);
        var draft = Draft("metric", "metrics", metric);
        Metric(draft, metric);
        return draft;
    }

    private void Metric(Draft draft, PyDict metric)
    {
        var type = metric.Text("type") ?? "";
        if (!MetricTypes.Contains(type))
        {
            throw new FaultException(Fault.Invalid("dbt.metric_invalid", $"The metric {draft.Name} has {(type.Length == 0 ? "no type" : $"the type {type}, which there is not")}.", file, $"Write type: {string.Join(", ", MetricTypes)}."));
        }

        var given = metric.Dict("type_params");
        var conversion = given.Dict("conversion_type_params");
        object?[] measures = [given.Get("measure"), conversion.Get("base_measure"), conversion.Get("conversion_measure")];
        object?[] metrics = [given.Get("numerator"), given.Get("denominator"), given.Dict("cumulative_type_params").Get("metric"), conversion.Get("base_metric"), conversion.Get("conversion_metric"), .. given.Get("metrics") as PyList ?? []];
        draft.Measures.AddRange(measures.Select(Name).OfType<string>());
        draft.Metrics.AddRange(metrics.Select(Name).OfType<string>());
        if (draft.Measures.Count + draft.Metrics.Count == 0)
        {
            throw new FaultException(Fault.Invalid("dbt.metric_invalid", $"The metric {draft.Name} is made of nothing.", file, type == "simple" ? "Give it type_params: {measure: NAME}." : "Name its measures or metrics in type_params."));
        }
    }

    private static string? Name(object? told) => told as string ?? (told as PyDict)?.Text("name");
}
