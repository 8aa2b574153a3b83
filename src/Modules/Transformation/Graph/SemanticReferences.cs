using Talentys.Kernel;
using Talentys.Transformation.Parsing;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Graph;

/// <summary>What metrics, saved queries and groups mean by the names in them.</summary>
internal sealed class SemanticReferences(IEnumerable<Draft> all)
{
    private readonly ILookup<string, Draft> metrics = all.Where(draft => draft.Type == "metric" && draft.IsEnabled).ToLookup(draft => draft.Name, StringComparer.Ordinal);
    private readonly ILookup<string, Draft> measures = all.Where(draft => draft.Type == "semantic_model" && draft.IsEnabled)
        .SelectMany(model => model.Declared.Dicts("measures").Select(measure => (Name: measure.Text("name") ?? "", model))).ToLookup(pair => pair.Name, pair => pair.model, StringComparer.Ordinal);

    private readonly HashSet<string> groups = [.. all.Where(draft => draft.Type == "group").Select(draft => draft.Name)];

    /// <summary>The ids of the metrics and semantic models that a node needs.</summary>
    public IEnumerable<string> Needs(Draft draft, List<Fault> faults)
    {
        foreach (var name in draft.Metrics.Distinct())
        {
            if (metrics[name].FirstOrDefault() is { } metric)
            {
                yield return metric.UniqueId;
            }
            else
            {
                faults.Add(Fault.Invalid("dbt.metric_missing", $"{draft.UniqueId} needs the metric {name}, which is not declared.", draft.File, "Declare it under metrics:, or mend its name."));
            }
        }

        foreach (var name in draft.Measures.Distinct())
        {
            if (measures[name].FirstOrDefault() is { } model)
            {
                yield return model.UniqueId;
            }
            else
            {
                faults.Add(Fault.Invalid("dbt.measure_missing", $"{draft.UniqueId} needs the measure {name}, which no semantic model has.", draft.File, "Declare it under measures: of a semantic model, or mend its name."));
            }
        }
    }

    /// <summary>That the group of a node is declared.</summary>
    public void Check(Draft draft, List<Fault> faults)
    {
        if (draft.Config.Text("group") is { } group && !groups.Contains(group))
        {
            faults.Add(Fault.Invalid("dbt.group_unknown", $"{draft.UniqueId} is of the group {group}, which is not declared.", draft.File, "Declare it under groups: in a .yml file, with an owner."));
        }
    }
}
