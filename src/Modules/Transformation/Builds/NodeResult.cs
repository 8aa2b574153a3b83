using Talentys.Kernel;
using Talentys.Transformation.Public;

namespace Talentys.Transformation.Builds;

/// <summary>How a node ended.</summary>
/// <param name="Node">The node.</param>
/// <param name="Status">dbt's word: <c>success</c>, <c>error</c>, <c>skipped</c>, <c>pass</c>, <c>warn</c>, <c>fail</c>.</param>
/// <param name="Message">One line.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended.</param>
internal sealed record NodeResult(DbtNode Node, string Status, string Message, DateTimeOffset StartedAt, DateTimeOffset EndedAt)
{
    /// <summary>Figure of a step: what a test counted.</summary>
    public const string FailuresMetric = "failures";

    /// <summary>Figure of a step: there where a test only warns.</summary>
    public const string WarnedMetric = "warned";

    /// <summary>Figure of a step: rows that were written.</summary>
    public const string RowsMetric = "rows";

    /// <summary>Of a test what it counted.</summary>
    public long? Failures { get; init; }

    /// <summary>Of a table the rows that were written, where known.</summary>
    public long? Rows { get; init; }

    /// <summary>Its SQL.</summary>
    public string? Compiled { get; init; }

    /// <summary>Why it failed.</summary>
    public Fault? Fault { get; init; }

    /// <summary>Whether what needs it may run.</summary>
    public bool Well => Status is "success" or "pass" or "warn";

    /// <summary>How its step ended.</summary>
    public StepOutcome Outcome
    {
        get
        {
            var metrics = new Dictionary<string, double>();
            if (Failures is { } failures)
            {
                metrics[FailuresMetric] = failures;
            }

            if (Rows is { } rows)
            {
                metrics[RowsMetric] = rows;
            }

            if (Status == "warn")
            {
                metrics[WarnedMetric] = 1;
            }

            return new StepOutcome(Fault is null ? Message : "", metrics, Fault) { IsSkipped = Status == "skipped" };
        }
    }

    /// <summary>The result of a node that an earlier attempt of the run brought to its end.</summary>
    public static NodeResult Earlier(DbtNode node, StepOutcome outcome, DateTimeOffset now) =>
        new(node, node.ResourceType is not ("test" or "unit_test") ? "success" : outcome.Metrics.ContainsKey(WarnedMetric) ? "warn" : "pass", outcome.Summary, now, now)
        {
            Failures = outcome.Metrics.TryGetValue(FailuresMetric, out var failures) ? (long)failures : null,
            Rows = outcome.Metrics.TryGetValue(RowsMetric, out var rows) ? (long)rows : null,
        };
}
