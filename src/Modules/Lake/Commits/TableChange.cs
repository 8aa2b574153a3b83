using Talentys.Lake.Metadata;
using Talentys.Lake.Tables;

namespace Talentys.Lake.Commits;

/// <summary>A change of one table that the committer publishes, alone or with those of other tables.</summary>
internal sealed record TableChange
{
    /// <summary>The table.</summary>
    public required string TableId { get; init; }

    /// <summary>Part of the names of all files of the change.</summary>
    public required string WriteId { get; init; }

    /// <summary>Makes the change on top of the newest version; called again when another commit came first.</summary>
    public required Func<TableBase, string, CancellationToken, Task<TableDraft>> Build { get; init; }

    /// <summary>The snapshot that shows that the change was published before; null when it was not.</summary>
    public Func<TableMetadata, Snapshot?> Known { get; init; } = static _ => null;
}

/// <summary>A change that is ready to be published.</summary>
/// <param name="Metadata">The metadata after it.</param>
/// <param name="Written">Locations of files that were made for this attempt alone.</param>
/// <param name="Snapshot">The new snapshot; null where only the metadata changes.</param>
internal sealed record TableDraft(MetadataBuilder Metadata, IReadOnlyList<string> Written, Snapshot? Snapshot = null);

/// <summary>What became of a change.</summary>
/// <param name="Metadata">The metadata of the table.</param>
/// <param name="Snapshot">The snapshot of the change, if it has one.</param>
/// <param name="IsNew">False when it had been published before.</param>
/// <param name="MetadataLocation">Location of the metadata file.</param>
internal sealed record Published(TableMetadata Metadata, Snapshot? Snapshot, bool IsNew, string MetadataLocation);

/// <summary>The version of a table that a change builds on.</summary>
/// <param name="Row">The pointer.</param>
/// <param name="Place">Where its files are.</param>
/// <param name="Metadata">Its metadata; null before the first version.</param>
internal sealed record TableBase(LakeTableRow Row, TablePlace Place, TableMetadata? Metadata)
{
    /// <summary>Location of the metadata file; null before the first version.</summary>
    public string? MetadataLocation => Row.MetadataFile is { } file ? Place.MetadataFile(file) : null;
}
