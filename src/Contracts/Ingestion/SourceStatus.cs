using System.Text.Json;

namespace Talentys.Contracts;

/// <summary>A source with how it fares; also one whose file has faults.</summary>
/// <param name="Name">Name, and schema of its tables.</param>
/// <param name="Type">Type of the connector; empty when the file does not tell.</param>
/// <param name="Path">Where its data is, as declared.</param>
/// <param name="Description">What it is, or null.</param>
/// <param name="Place">File that declares it.</param>
/// <param name="Health"><c>ok</c>, <c>rejecting</c> (some rows were rejected), <c>failed</c>, <c>invalid</c> (its file has faults), <c>never</c> (no sync yet), <c>syncing</c>.</param>
/// <param name="LastRun">Its last sync, or null.</param>
/// <param name="Tables">Tables in its schema.</param>
/// <param name="Rows">Their rows.</param>
/// <param name="Rejected">Rows that its tables of rejects hold.</param>
/// <param name="Faults">Faults of its file.</param>
public sealed record SourceStatus(
    string Name,
    string Type,
    string Path,
    string? Description,
    string Place,
    string Health,
    SourceRun? LastRun,
    int Tables,
    long Rows,
    long Rejected,
    IReadOnlyList<ProblemFault> Faults);

/// <summary>The last sync of a source.</summary>
/// <param name="RunId">Its run.</param>
/// <param name="State">State of the run's steps of this source: queued, running, succeeded, failed or cancelled.</param>
/// <param name="StartedAt">When it was asked for.</param>
/// <param name="EndedAt">When it ended, or null.</param>
/// <param name="Fault">Why it failed, or null.</param>
public sealed record SourceRun(string RunId, string State, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, ProblemFault? Fault);

/// <summary>A stream of a source with its table.</summary>
/// <param name="Name">Name, and table.</param>
/// <param name="Declared">Whether the file names it; otherwise it was found in the data.</param>
/// <param name="Rows">Rows of its table; null when there is none yet.</param>
/// <param name="Rejected">Rows of its table of rejects.</param>
/// <param name="ChangedAt">When its table last changed.</param>
/// <param name="LastStep">Its step in the last sync, or null.</param>
public sealed record StreamStatus(string Name, bool Declared, long? Rows, long Rejected, DateTimeOffset? ChangedAt, StepDto? LastStep);

/// <summary>A source in all: its status, what it declares and its streams.</summary>
/// <param name="Status">How it fares.</param>
/// <param name="Content">What its file says; null when it cannot be read.</param>
/// <param name="Text">The file as it lies.</param>
/// <param name="Version">Tells this content from others: to be sent as <c>If-Match</c> when it is changed.</param>
/// <param name="Streams">Its streams.</param>
public sealed record SourceDetail(
    SourceStatus Status, JsonElement? Content, string Text, string Version, IReadOnlyList<StreamStatus> Streams);

/// <summary>A type of source.</summary>
/// <param name="Type">Word for <c>type:</c>.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Schema">JSON Schema of its file.</param>
public sealed record ConnectorInfo(string Type, string Title, string Description, JsonElement Schema);

/// <summary>A source that is not saved yet.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Content">What its file would say.</param>
/// <param name="Stream">The stream to preview; null to discover all.</param>
public sealed record SourceDraft(string Name, JsonElement Content, string? Stream = null);

/// <summary>An entry of a folder that sources may read.</summary>
/// <param name="Name">Name.</param>
/// <param name="Path">Path to write in <c>path:</c>, relative to the project where it lies below it.</param>
/// <param name="Folder">Whether it is a folder.</param>
/// <param name="Bytes">Size of a file.</param>
/// <param name="ChangedAt">When it last changed.</param>
public sealed record FolderEntry(string Name, string Path, bool Folder, long? Bytes, DateTimeOffset ChangedAt);
