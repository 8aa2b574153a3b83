namespace Talentys.Contracts;

/// <summary>A stream as it was found in the data.</summary>
/// <param name="Name">Name, and table.</param>
/// <param name="Files">Number of files.</param>
/// <param name="Bytes">Their size.</param>
/// <param name="Rows">Rows that would be loaded, where known.</param>
/// <param name="Rejected">Records that would be rejected.</param>
/// <param name="Columns">Columns.</param>
public sealed record DiscoveredStream(
    string Name, int Files, long Bytes, long? Rows, long Rejected, IReadOnlyList<DiscoveredColumn> Columns);

/// <summary>A column as it was found in the data.</summary>
/// <param name="Name">Name in the table.</param>
/// <param name="Original">Name in the data.</param>
/// <param name="Type">SQL type.</param>
public sealed record DiscoveredColumn(string Name, string Original, string Type);

/// <summary>The first rows of a stream.</summary>
/// <param name="Columns">Columns.</param>
/// <param name="Rows">Rows, as text; null is null.</param>
public sealed record StreamPreview(IReadOnlyList<DiscoveredColumn> Columns, IReadOnlyList<IReadOnlyList<string?>> Rows);
