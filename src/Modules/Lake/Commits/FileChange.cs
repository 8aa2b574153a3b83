using Talentys.Lake.Manifests;
using Talentys.Lake.Types;

namespace Talentys.Lake.Commits;

/// <summary>What a commit does to the files of a table: every kind of change of rows is told in these words.</summary>
internal sealed record FileChange
{
    /// <summary>Property of the snapshot summary that identifies the commit.</summary>
    public const string CommitIdKey = "talentys.commit-id";

    /// <summary>Property of the snapshot summary that identifies the write; names of its files hold it.</summary>
    public const string WriteIdKey = "talentys.write-id";

    /// <summary>Identifies the write.</summary>
    public required string WriteId { get; init; }

    /// <summary>Identifies the commit across retries.</summary>
    public required string CommitId { get; init; }

    /// <summary>Columns of the table after it; null leaves them as they are.</summary>
    public IReadOnlyList<NestedField>? Columns { get; init; }

    /// <summary>The highest field id assigned for it.</summary>
    public int LastColumnId { get; init; }

    /// <summary>New data files.</summary>
    public IReadOnlyList<AddedFiles> Added { get; init; } = [];

    /// <summary>New delete files.</summary>
    public IReadOnlyList<ContentFile> AddedDeletes { get; init; } = [];

    /// <summary>What goes.</summary>
    public Removal Removed { get; init; } = Removal.Nothing;

    /// <summary>What may not have come between; null when the change holds on top of anything.</summary>
    public ConflictCheck? Check { get; init; }

    /// <summary>The operation that the snapshot tells; null derives it from the files.</summary>
    public string? Operation { get; init; }

    /// <summary>The caller's properties for the summary.</summary>
    public IReadOnlyDictionary<string, string> Summary { get; init; } = new Dictionary<string, string>();
}

/// <summary>Data files of one schema.</summary>
/// <param name="Columns">The columns that their manifest tells: each file has exactly these types for the columns it has.</param>
/// <param name="Files">The files, of any spec.</param>
/// <param name="SequenceNumber">Data sequence number, where the rows are older than the commit (compaction); null is the commit's.</param>
internal sealed record AddedFiles(IReadOnlyList<NestedField> Columns, IReadOnlyList<ContentFile> Files, long? SequenceNumber = null);
