using System.Globalization;
using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Query.Public;
using Talentys.Transformation.Manifests;
using Talentys.Transformation.Public;
using Talentys.Transformation.Relations;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Builds;

/// <summary><c>dbt source freshness</c>: how old the newest row of each source's table is, and whether that is too old.</summary>
internal sealed class Freshness(IQueries queries, BuildPlan plan, IRunContext run, string target, TimeProvider clock)
{
    public const string Command = "source freshness";

    private static readonly Dictionary<string, double> Periods = new(StringComparer.Ordinal) { ["minute"] = 60, ["hour"] = 3600, ["day"] = 86400 };

    /// <summary>Asks each and writes <c>sources.json</c>; a table that is too old is a fault of its step.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var file = plan.Request.Output is not { } output ? Path.Combine(target, "sources.json")
            : plan.Project.Order.TrustsProject || plan.Project.Order.IsWithin(output) ? Path.GetFullPath(Path.Combine(plan.Project.Order.Folder, output))
            : throw new FaultException(Fault.Invalid("dbt.output_refused", "A server writes only within the project.", "--output", "Name a file in the project's folder."));
        var began = clock.GetTimestamp();
        var results = new List<Dictionary<string, object?>>();
        foreach (var node in plan.Nodes.Where(node => node.Draft.Freshness?.Written is not null))
        {
            await run.StepAsync(
                $"source {node.Source}.{node.Name}",
                async (_, token) =>
                {
                    var (result, message, fault) = await OfAsync(node, token);
                    results.Add(result);
                    return fault is null ? new StepOutcome(message, new Dictionary<string, double>()) : throw new FaultException(fault);
                },
                cancellationToken);
        }

        await ArtifactFiles.WriteAsync(
            Path.GetDirectoryName(file)!, Path.GetFileName(file),
            new Dictionary<string, object?>
            {
                ["metadata"] = ArtifactFiles.Metadata("https://schemas.getdbt.com/dbt/sources/v3.json", null, run.RunId, clock),
                ["results"] = results,
                ["elapsed_time"] = clock.GetElapsedTime(began).TotalSeconds,
            },
            cancellationToken);
    }

    private async Task<(Dictionary<string, object?> Result, string Message, Fault? Fault)> OfAsync(DbtNode node, CancellationToken cancellationToken)
    {
        var started = clock.GetUtcNow();
        var written = node.Draft.Freshness!.Written!;
        try
        {
            var newest = await NewestAsync(node, cancellationToken);
            var now = clock.GetUtcNow();
            var age = newest is { } at ? (now - at).TotalSeconds : double.MaxValue;
            var status = age > Limit(written, "error_after", node) ? "error" : age > Limit(written, "warn_after", node) ? (plan.Warnings.IsError(Warnings.Sources) ? "error" : "warn") : "pass";
            var told = newest is { } known ? $"newest row {known.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}, {Span(age)} ago" : "no row with a time";
            var result = new Dictionary<string, object?>
            {
                ["unique_id"] = node.UniqueId,
                ["max_loaded_at"] = (newest ?? DateTimeOffset.MinValue).UtcDateTime,
                ["snapshotted_at"] = now.UtcDateTime,
                ["max_loaded_at_time_ago_in_s"] = Math.Min(age, 1e12),
                ["status"] = status,
                ["criteria"] = new Dictionary<string, object?> { ["warn_after"] = PlainValues.Of(written.Get("warn_after")), ["error_after"] = PlainValues.Of(written.Get("error_after")), ["filter"] = written.Text("filter") },
                ["adapter_response"] = new { },
                ["timing"] = new[] { new { name = "execute", started_at = started.UtcDateTime, completed_at = now.UtcDateTime } },
                ["thread_id"] = "Thread-1",
                ["execution_time"] = (now - started).TotalSeconds,
            };
            return (result, $"{status}: {told}", status != "error" ? null : Fault.Failed("dbt.source_stale", $"{node.UniqueId} is stale: {told}.", node.File, "Load the source, or change error_after."));
        }
        catch (Exception failure) when (failure is FaultException or JinjaException)
        {
            var fault = failure is FaultException { Fault: { } one } ? one : NodeSession.Told((JinjaException)failure, node, null);
            return (new Dictionary<string, object?> { ["unique_id"] = node.UniqueId, ["error"] = fault.Message, ["status"] = "runtime error" }, fault.Message, fault with { Place = node.File });
        }
    }

    private async Task<DateTimeOffset?> NewestAsync(DbtNode node, CancellationToken cancellationToken)
    {
        var freshness = node.Draft.Freshness!;
        var relation = plan.RelationOf(node);
        var filter = freshness.Written!.Text("filter") is { } condition ? $" where {condition}" : "";
        var query = freshness.Query is { } own ? plan.Project.Environment.Parse(own, node.File).Render(new JinjaNames { ["this"] = relation }, cancellationToken)
            : freshness.Field is { } field ? $"select max({field}) from {relation}{filter}"
            : throw new FaultException(Fault.Invalid("dbt.freshness_field", $"{node.UniqueId} has no loaded_at_field, by which its age would be known.", node.File, "Give the source or the table loaded_at_field: COLUMN, or freshness: null."));
        await using var session = queries.OpenSession(run.Scope);
        var warehouse = new LakeWarehouse(session, run.Principal, run.Scope, _ => { }, cancellationToken);

        // dates, texts and times of any kind become the one kind that has a place on the line of time
        var table = await Task.Run(() => warehouse.Ask($"select epoch_us(cast(cast(newest as varchar) as timestamptz)) from ({query}) as asked(newest)"), cancellationToken);
        return table.Rows is [[long micros]] ? DateTimeOffset.UnixEpoch.AddMicroseconds(micros) : null;
    }

    private static double Limit(PyDict written, string key, DbtNode node)
    {
        if (written.Get(key) is not PyDict limit || limit.Get("count") is null)
        {
            return double.PositiveInfinity;
        }

        return limit.Get("count") is long count && limit.Text("period") is { } period && Periods.TryGetValue(period, out var seconds) ? count * seconds
            : throw new FaultException(Fault.Invalid("dbt.freshness_invalid", $"{key} of {node.UniqueId} is no count and period.", node.File, "Write {count: 12, period: hour}; periods are minute, hour and day."));
    }

    private static string Span(double seconds)
    {
        var (count, unit) = seconds switch { < 120 => (seconds, "s"), < 7200 => (seconds / 60, "min"), < 172800 => (seconds / 3600, "h"), _ => (seconds / 86400, "days") };
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(count):0} {unit}");
    }
}
