using Talentys.Lake.Writing;

namespace Talentys.Lake.Commits;

/// <summary>What a commit publishes.</summary>
internal sealed record CommitInput
{
    /// <summary>Property of the snapshot summary that identifies the commit.</summary>
    public const string CommitIdKey = "talentys.commit-id";

    /// <summary>Property of the snapshot summary that identifies the write; names of its files hold it.</summary>
    public const string WriteIdKey = "talentys.write-id";

    /// <summary>Identifies the write.</summary>
    public required string WriteId { get; init; }

    /// <summary>Identifies the commit across retries.</summary>
    public required string CommitId { get; init; }

    /// <summary>Whether the rows replace what is there.</summary>
    public required bool Replaces { get; init; }

    /// <summary>Schema and files.</summary>
    public required WriteSession Session { get; init; }

    /// <summary>Locations of files to remove.</summary>
    public required IReadOnlySet<string> Removed { get; init; }

    /// <summary>The caller's properties for the summary.</summary>
    public required IReadOnlyDictionary<string, string> Summary { get; init; }
}
