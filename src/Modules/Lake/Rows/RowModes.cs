using Talentys.Lake.Commits;
using Talentys.Lake.Metadata;

namespace Talentys.Lake.Rows;

/// <summary>How a kind of change of rows is made, by the table's properties.</summary>
/// <param name="MergeOnRead">Whether rows are marked as deleted, instead of writing their files anew.</param>
/// <param name="Serializable">Whether rows that others added meanwhile may not be among those that it would have changed.</param>
internal readonly record struct RowModes(bool MergeOnRead, bool Serializable)
{
    /// <summary>The modes of <c>delete</c>, <c>update</c> or <c>merge</c>.</summary>
    public static RowModes Of(TableMetadata? metadata, string kind) => new(
        TableProperties.Text(metadata, $"write.{kind}.mode") == "merge-on-read",
        TableProperties.Text(metadata, $"write.{kind}.isolation-level") != "snapshot");
}
