using Talentys.Lake.Commits;
using Talentys.Lake.Metadata;

namespace Talentys.Lake.Tables;

/// <summary>
/// Knows which writes are not finished, by one empty file each, and removes what writes that nobody finished left. A file
/// that a version refers to is never among them: a write that was published is known by its id in the snapshots.
/// </summary>
internal sealed class OrphanSweep(LakeOptions options, TimeProvider clock)
{
    /// <summary>Marks a write as going on now.</summary>
    public void Mark(TableFolder folder, string writeId)
    {
        Directory.CreateDirectory(folder.Pending);
        var mark = Path.Combine(folder.Pending, writeId);
        if (!File.Exists(mark))
        {
            File.WriteAllBytes(mark, []);
        }

        File.SetLastWriteTimeUtc(mark, clock.GetUtcNow().UtcDateTime);
    }

    /// <summary>Ends the mark of a write.</summary>
    public static void Unmark(TableFolder folder, string writeId) => DurableFile.TryDelete(Path.Combine(folder.Pending, writeId));

    /// <summary>Removes the files of a write that was not published, and its mark.</summary>
    public static void Remove(TableFolder folder, string writeId, IReadOnlySet<string> except)
    {
        foreach (var place in new[] { folder.Data, folder.Metadata }.Where(Directory.Exists))
        {
            foreach (var file in Directory.EnumerateFiles(place, $"*{writeId}*").Where(file => !except.Contains(file)))
            {
                DurableFile.TryDelete(file);
            }
        }

        Unmark(folder, writeId);
    }

    /// <summary>Removes what old unfinished writes left.</summary>
    public void Sweep(TableFolder folder, TableMetadata? metadata)
    {
        if (!Directory.Exists(folder.Pending))
        {
            return;
        }

        var oldest = clock.GetUtcNow().UtcDateTime - options.OrphanAge;
        foreach (var mark in Directory.EnumerateFiles(folder.Pending).Where(mark => IsOld(mark, oldest)))
        {
            var writeId = Path.GetFileName(mark);
            var published = metadata?.Snapshots.Any(snapshot => snapshot.Summary.GetValueOrDefault(CommitInput.WriteIdKey) == writeId) == true;
            if (published)
            {
                Unmark(folder, writeId);
            }
            else if (Guid.TryParse(writeId, out _) && IsOld(mark, oldest))
            {
                Remove(folder, writeId, new HashSet<string>());
            }
        }
    }

    /// <summary>
    /// Whether a mark is older than that. One that is gone is not: its write has just been published, which the metadata
    /// at hand may not show yet, and its files are a version's. (Of a file that is not there the system tells the year 1601.)
    /// </summary>
    internal static bool IsOld(string mark, DateTime oldest)
    {
        var file = new FileInfo(mark);
        return file.Exists && file.LastWriteTimeUtc < oldest;
    }
}
