namespace Talentys.Contracts;

/// <summary>A declared source.</summary>
/// <param name="Name">Name, and schema of its tables.</param>
/// <param name="Type">Type of the connector.</param>
/// <param name="Path">Where its data is, as declared.</param>
/// <param name="Place">File that declares it.</param>
/// <param name="Streams">Its declared streams; empty when they are found in the data.</param>
public sealed record SourceInfo(string Name, string Type, string Path, string Place, IReadOnlyList<SourceStream> Streams);

/// <summary>A declared stream.</summary>
/// <param name="Name">Name, and table.</param>
/// <param name="Files">Pattern of its files.</param>
/// <param name="Read"><c>full</c> or <c>incremental</c>.</param>
/// <param name="Write"><c>replace</c> or <c>append</c>.</param>
public sealed record SourceStream(string Name, string? Files, string Read, string Write);
