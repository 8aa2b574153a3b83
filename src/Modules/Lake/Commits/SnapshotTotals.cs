using System.Globalization;
using Talentys.Lake.Metadata;

namespace Talentys.Lake.Commits;

/// <summary>Counts of a snapshot's summary (spec, appendix F, "Optional snapshot summary fields").</summary>
internal static class SnapshotTotals
{
    public const string TotalRecords = "total-records";
    public const string TotalFilesSize = "total-files-size";
    public const string TotalDataFiles = "total-data-files";
    public const string TotalDeleteFiles = "total-delete-files";
    public const string TotalPositionDeletes = "total-position-deletes";
    public const string TotalEqualityDeletes = "total-equality-deletes";

    private static readonly string[] Totals =
        [TotalRecords, TotalFilesSize, TotalDataFiles, TotalDeleteFiles, TotalPositionDeletes, TotalEqualityDeletes];

    /// <summary>Rows that readers see, as far as counts tell: those of data files without the deleted ones.</summary>
    public static long Rows(Snapshot snapshot) => Math.Max(0, snapshot.Total(TotalRecords) - snapshot.Total(TotalPositionDeletes));

    /// <summary>Writes what a change added and removed and the totals after it; what is zero and not a total is left out, as other engines do.</summary>
    public static void Write(IDictionary<string, string> summary, Snapshot? parent, FileCounts added, FileCounts removed, int changedPartitions)
    {
        Put("added-data-files", added.DataFiles);
        Put("deleted-data-files", removed.DataFiles);
        Put("added-records", added.Rows);
        Put("deleted-records", removed.Rows);
        Put("added-files-size", added.Bytes);
        Put("removed-files-size", removed.Bytes);
        Put("added-delete-files", added.PositionDeleteFiles + added.EqualityDeleteFiles);
        Put("added-position-delete-files", added.PositionDeleteFiles);
        Put("added-position-deletes", added.PositionDeletes);
        Put("added-equality-delete-files", added.EqualityDeleteFiles);
        Put("added-equality-deletes", added.EqualityDeletes);
        Put("removed-delete-files", removed.PositionDeleteFiles + removed.EqualityDeleteFiles);
        Put("removed-position-delete-files", removed.PositionDeleteFiles);
        Put("removed-position-deletes", removed.PositionDeletes);
        Put("removed-equality-delete-files", removed.EqualityDeleteFiles);
        Put("removed-equality-deletes", removed.EqualityDeletes);
        Put("changed-partition-count", changedPartitions);
        Total(TotalRecords, added.Rows - removed.Rows);
        Total(TotalFilesSize, added.Bytes - removed.Bytes);
        Total(TotalDataFiles, added.DataFiles - removed.DataFiles);
        Total(TotalDeleteFiles, added.PositionDeleteFiles + added.EqualityDeleteFiles - removed.PositionDeleteFiles - removed.EqualityDeleteFiles);
        Total(TotalPositionDeletes, added.PositionDeletes - removed.PositionDeletes);
        Total(TotalEqualityDeletes, added.EqualityDeletes - removed.EqualityDeletes);

        void Put(string key, long value)
        {
            if (value != 0)
            {
                summary[key] = Text(value);
            }
        }

        void Total(string key, long change) => summary[key] = Text(Math.Max(0, (parent?.Total(key) ?? 0) + change));
    }

    /// <summary>The summary of a snapshot with the content of another one, on top of a third.</summary>
    public static void WriteReturn(IDictionary<string, string> summary, Snapshot? parent, Snapshot to)
    {
        summary["added-data-files"] = Text(to.Total(TotalDataFiles));
        summary["deleted-data-files"] = Text(parent?.Total(TotalDataFiles) ?? 0);
        summary["added-records"] = Text(to.Total(TotalRecords));
        summary["deleted-records"] = Text(parent?.Total(TotalRecords) ?? 0);
        foreach (var key in Totals)
        {
            summary[key] = Text(to.Total(key));
        }
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
