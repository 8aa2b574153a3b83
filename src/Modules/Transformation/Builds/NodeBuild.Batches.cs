using System.Globalization;
using Talentys.Jinja.Public;
using Talentys.Transformation.Parsing;
using Talentys.Transformation.Relations;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Builds;

/// <summary>Models in batches of time. All batches of a build are one transaction: the table is the old one, or has all of them.</summary>
internal sealed partial class NodeBuild
{
    private TimeBatch? Batch { get; init; }

    private bool IsBatched => node.ResourceType == "model" && node.Draft.Config.Text("materialized") == "incremental" && node.Draft.Config.Text("incremental_strategy") == "microbatch";

    /// <summary>Its settings, with the batch that is being made.</summary>
    private PyDict Settings => Batch is null ? node.Draft.Config : new PyDict(node.Draft.Config.Concat(
    [
        new("__dbt_internal_microbatch_event_time_start", Moment(Batch.Start)), new("__dbt_internal_microbatch_event_time_end", Moment(Batch.End)),
    ]));

    private static object Moment(DateTime moment) => JinjaModules.DateTime(new DateTimeOffset(moment, TimeSpan.Zero));

    private void InBatches()
    {
        var told = node.Draft.Config.Get("full_refresh");
        var isIncremental = warehouse.Has(plan.RelationOf(node)) && !(told is bool own ? own : plan.Request.FullRefresh);
        var count = 0L;
        foreach (var batch in TimeBatch.Of(node, plan.Request, isIncremental))
        {
            var one = new NodeBuild(plan, node, warehouse, cancellation) { Batch = batch };
            one.Materialize();
            count += one.Result("main") is { Names: ["Count"], Rows: [[long rows]] } ? rows : 0;
        }

        results["main"] = new QueryTable(["Count"], [[count]]);
    }

    /// <summary>Only the rows of a batch or of a sample are read, or the first ones of sources, of what says when its rows happened; none at all of what is read to see whether it runs.</summary>
    private void Narrow(JinjaNames known)
    {
        if (Batch is null && plan.Sample is null && plan.Request is { Empty: false, SourceRows: null })
        {
            return;
        }

        known["ref"] = new JinjaFunction("ref", arguments =>
        {
            var target = plan.Reference(node, arguments);
            return Part(Reference(arguments), target.Draft.Config.Text("event_time"));
        });
        known["source"] = new JinjaFunction("source", arguments =>
        {
            var bound = arguments.Bind("source", "source_name", "table_name");
            var draft = plan.Project.References.Find(node.Draft.Package, (bound[0]?.ToString() ?? "", bound[1]?.ToString() ?? ""));
            var part = Part(plan.Source(node, arguments), draft?.Config.Text("event_time"));
            return plan.Request is { SourceRows: { } rows, Empty: false } ? part with { Filter = string.Create(CultureInfo.InvariantCulture, $"{part.Filter ?? "true"} limit {rows}") } : part;
        });
        known["builtins"] = ParseContext.Builtins(known);
        if (Batch is not null)
        {
            TellBatch(known, Batch);
        }
    }

    private Relation Part(Relation relation, string? column)
    {
        if (plan.Request.Empty)
        {
            return relation with { Filter = "false limit 0" };
        }

        DateTime?[] starts = [Batch?.Start, plan.Sample?.Start];
        DateTime?[] ends = [Batch?.End, plan.Sample?.End];
        return column is null || (Batch is null && plan.Sample is null) ? relation : relation with { Filter = TimeBatch.Has(column, starts.Max()!.Value, ends.Min()!.Value) };
    }

    private static void TellBatch(JinjaNames known, TimeBatch batch)
    {
        ((PyDict)known["model"]!)["batch"] = new PyDict([new("id", batch.Id), new("event_time_start", Moment(batch.Start)), new("event_time_end", Moment(batch.End))]);
        if (!batch.IsFirst)
        {
            known["pre_hooks"] = new PyList();
            known["should_full_refresh"] = new JinjaFunction("should_full_refresh", _ => false);
            known["flags"] = new PyDict(((PyDict)known["flags"]!).Append(new("FULL_REFRESH", false)));
        }

        if (!batch.IsLast)
        {
            known["post_hooks"] = new PyList();
        }
    }
}
