namespace Talentys.Lake.Tables;

/// <summary>A dropped table whose files are still to be deleted.</summary>
internal sealed class LakeDroppedRow
{
    /// <summary>The id that the table had.</summary>
    public required string Id { get; set; }

    /// <summary>Its folder, as <see cref="LakeTableRow.Folder"/>.</summary>
    public required string Folder { get; set; }

    public DateTimeOffset DroppedAt { get; set; }
}
