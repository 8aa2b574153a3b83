using Talentys.Lake.Manifests;
using Talentys.Lake.Reading;

namespace Talentys.Lake.Maintenance;

/// <summary>Decides which data files are written together: small ones of one partition, and those with many deletes.</summary>
internal static class CompactionPlanner
{
    // as other engines choose: below this share of the target a file is small
    private const double SmallShare = 0.75;

    // a group is read, and sorted where the table has an order, at once
    private const int TargetsInGroup = 8;

    // a file with so many files of deletes is written anew without the rows
    private const int DeletesAt = 4;

    /// <summary>Groups of files to write together, those that gain most first.</summary>
    /// <param name="files">Live data files with the number of delete files that apply to each.</param>
    /// <param name="targetBytes">Size of a good file.</param>
    /// <param name="atFiles">Small files of one partition from which on it is worth it.</param>
    public static IReadOnlyList<CompactionGroup> Plan(IEnumerable<CompactionFile> files, long targetBytes, int atFiles)
    {
        var groups = new List<CompactionGroup>();
        foreach (var partition in files.GroupBy(live => PartitionKey.Of(live.File)))
        {
            var worn = partition.Where(live => live.Deletes >= DeletesAt).ToList();
            var small = partition.Where(live => live.Deletes < DeletesAt && live.File.Bytes < targetBytes * SmallShare).ToList();
            var isMany = small.Count >= atFiles || (small.Count > 1 && small.Sum(live => live.File.Bytes) >= targetBytes);
            groups.AddRange(Pack(isMany ? [.. worn, .. small] : worn, targetBytes).Where(group => group.Files.Count > 1 || group.Files[0].Deletes >= DeletesAt));
        }

        return [.. groups.OrderByDescending(group => group.Files.Count).ThenBy(group => group.Bytes)];
    }

    private static IEnumerable<CompactionGroup> Pack(IReadOnlyList<CompactionFile> files, long targetBytes)
    {
        var group = new List<CompactionFile>();
        var bytes = 0L;
        foreach (var live in files.OrderBy(live => live.Sequence))
        {
            if (group.Count > 0 && bytes + live.File.Bytes > targetBytes * TargetsInGroup)
            {
                yield return new CompactionGroup(group, bytes);
                (group, bytes) = ([], 0);
            }

            group.Add(live);
            bytes += live.File.Bytes;
        }

        if (group.Count > 0)
        {
            yield return new CompactionGroup(group, bytes);
        }
    }
}

/// <summary>A data file that readers see.</summary>
/// <param name="File">The file.</param>
/// <param name="Sequence">Its data sequence number.</param>
/// <param name="Deletes">Number of delete files that apply to it.</param>
/// <param name="Scan">How it is read, with its deletes.</param>
internal sealed record CompactionFile(ContentFile File, long Sequence, int Deletes, ScanFile? Scan = null);

/// <summary>Files to write together.</summary>
/// <param name="Files">The files, of one partition.</param>
/// <param name="Bytes">Their bytes.</param>
internal sealed record CompactionGroup(IReadOnlyList<CompactionFile> Files, long Bytes);
