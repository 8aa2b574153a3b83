using System.Globalization;
using Talentys.Lake.Metadata;

namespace Talentys.Lake.Commits;

/// <summary>Counts of a snapshot's summary (spec, appendix F, "Optional snapshot summary fields").</summary>
internal sealed record SnapshotTotals(
    long TotalFiles, long TotalRows, long TotalBytes, long AddedFiles, long AddedRows, long AddedBytes, long RemovedFiles, long RemovedRows, long RemovedBytes)
{
    public const string TotalRecords = "total-records";
    public const string TotalFilesSize = "total-files-size";
    public const string TotalDataFiles = "total-data-files";

    /// <summary>The totals after a change of some base.</summary>
    public static SnapshotTotals After(
        Snapshot? parent, (long Files, long Rows, long Bytes) added, (long Files, long Rows, long Bytes) removed) => new(
        (parent?.Total(TotalDataFiles) ?? 0) + added.Files - removed.Files,
        (parent?.Total(TotalRecords) ?? 0) + added.Rows - removed.Rows,
        (parent?.Total(TotalFilesSize) ?? 0) + added.Bytes - removed.Bytes,
        added.Files, added.Rows, added.Bytes, removed.Files, removed.Rows, removed.Bytes);

    /// <summary>Files, rows and bytes of a snapshot.</summary>
    public static (long Files, long Rows, long Bytes) Of(Snapshot? snapshot) =>
        (snapshot?.Total(TotalDataFiles) ?? 0, snapshot?.Total(TotalRecords) ?? 0, snapshot?.Total(TotalFilesSize) ?? 0);

    /// <summary>Writes them; what is zero and not a total is left out, as other engines do.</summary>
    public void WriteTo(IDictionary<string, string> summary)
    {
        Put("added-data-files", AddedFiles);
        Put("deleted-data-files", RemovedFiles);
        Put("added-records", AddedRows);
        Put("deleted-records", RemovedRows);
        Put("added-files-size", AddedBytes);
        Put("removed-files-size", RemovedBytes);
        Put(TotalRecords, TotalRows, always: true);
        Put(TotalFilesSize, TotalBytes, always: true);
        Put(TotalDataFiles, TotalFiles, always: true);
        Put("total-delete-files", 0, always: true);
        Put("total-position-deletes", 0, always: true);
        Put("total-equality-deletes", 0, always: true);

        void Put(string key, long value, bool always = false)
        {
            if (value != 0 || always)
            {
                summary[key] = value.ToString(CultureInfo.InvariantCulture);
            }
        }
    }
}
