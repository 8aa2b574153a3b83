namespace Talentys.Contracts;

/// <summary>What the dbt project in the server's folder has become by a change of its files.</summary>
/// <param name="Project">Its name; null where it cannot be read, or where there is none.</param>
/// <param name="Counts">How many nodes there are of each kind.</param>
/// <param name="Changed">Nodes that are new, or not what they were when it could be read last; none in the first event.</param>
/// <param name="Removed">Ids of nodes that are gone.</param>
/// <param name="Faults">Why it cannot be read.</param>
public sealed record ProjectChangeDto(
    string? Project, IReadOnlyDictionary<string, int> Counts, IReadOnlyList<ChangedNodeDto> Changed, IReadOnlyList<string> Removed, IReadOnlyList<ProblemFault> Faults);

/// <summary>A node that changed.</summary>
/// <param name="Id">dbt's id.</param>
/// <param name="Kind">model, seed, snapshot, test, source, ...</param>
/// <param name="Selector">What selects it alone: <c>shop.staging.orders</c>.</param>
/// <param name="Path">Its file.</param>
public sealed record ChangedNodeDto(string Id, string Kind, string Selector, string Path);
