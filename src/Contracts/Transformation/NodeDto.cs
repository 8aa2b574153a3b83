using System.Text.Json.Serialization;

namespace Talentys.Contracts;

/// <summary>What is in the dbt project of the server's folder, as far as the caller may see it.</summary>
/// <param name="Project">Its name; null where the folder has no dbt project, or one that cannot be read.</param>
/// <param name="Nodes">Its nodes and those of its packages, in the order of their ids.</param>
/// <param name="Faults">Why it cannot be read; none where it can, or where there is none.</param>
public sealed record ProjectNodesDto(string? Project, IReadOnlyList<NodeDto> Nodes, IReadOnlyList<ProblemFault> Faults);

/// <summary>A node of a dbt project.</summary>
/// <param name="Id">dbt's id: <c>model.shop.orders</c>.</param>
/// <param name="Kind">model, seed, snapshot, test, unit_test, source, exposure, metric, semantic_model, saved_query or analysis.</param>
/// <param name="Name">Its name.</param>
/// <param name="Package">The package that it is of.</param>
/// <param name="Schema">Schema of its table or view; null where it makes none.</param>
/// <param name="Table">Name of its table or view; null where it makes none.</param>
/// <param name="Materialized">table, view, incremental, ephemeral, ...; null for what is not built.</param>
/// <param name="Path">Its file, in the folder of its package.</param>
/// <param name="Description">What is written about it.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="Needs">The nodes that it needs, by their ids.</param>
/// <param name="TestOf">Of a generic test the node that it stands at.</param>
/// <param name="Step">Name of its step in runs of builds; null for what no build does. What is found wrong with it before anything runs is the step <c>check ID</c>.</param>
/// <param name="Last">How it went when it was last done; null where that is not known.</param>
public sealed record NodeDto(
    string Id,
    string Kind,
    string Name,
    string Package,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Schema,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Table,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Materialized,
    string Path,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Description,
    IReadOnlyList<string> Tags,
    IReadOnlyList<string> Needs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TestOf,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Step,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] NodeResultDto? Last)
{
    /// <summary>Names of all its steps: of its work, and of what was found wrong before anything ran.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Steps => Step is null ? [] : [Step, CheckOf(Id)];

    /// <summary>Name of the step that tells what is wrong with a node before anything runs.</summary>
    public static string CheckOf(string id) => $"check {id}";
}

/// <summary>How a node went in one run.</summary>
/// <param name="RunId">The run.</param>
/// <param name="State">running, succeeded, warned, failed, skipped or cancelled.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Rows">Rows that it wrote, where known.</param>
/// <param name="Failures">Of a test the rows that fail.</param>
/// <param name="Message">How it ended, in one line.</param>
/// <param name="Fault">Why it failed.</param>
public sealed record NodeResultDto(
    string RunId, string State, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, long? Rows, long? Failures, string? Message, ProblemFault? Fault);
