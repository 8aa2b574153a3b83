using System.Globalization;
using Talentys.Contracts;
using Talentys.Lake.Commits;
using Talentys.Lake.Public;

namespace Talentys.Lake.Tables;

/// <summary>Versions as the API tells them: what each did, from the counts in its summary (spec, appendix F), which not every engine writes.</summary>
internal static class VersionItems
{
    // other engines tell their name, not a person's
    private const string EngineName = "engine-name";

    /// <summary>A version.</summary>
    public static TableVersionItem Of(TableVersion version) =>
        new(version.Number, version.CommittedAt, version.Operation, version.Rows, version.Summary)
        {
            AddedRows = Count(version, "added-records"),
            RemovedRows = RemovedRows(version),
            AddedFiles = Count(version, "added-data-files"),
            RemovedFiles = Count(version, "deleted-data-files"),
            Files = Count(version, SnapshotTotals.TotalDataFiles),
            Bytes = Count(version, SnapshotTotals.TotalFilesSize),
            Command = Text(version, SnapshotKeys.Command),
            InsertedRows = Told(version, SnapshotKeys.InsertedRows),
            UpdatedRows = Told(version, SnapshotKeys.UpdatedRows),
            DeletedRows = Told(version, SnapshotKeys.DeletedRows),
            By = Text(version, SnapshotKeys.By) ?? Text(version, EngineName),
            Run = Text(version, SnapshotKeys.Run),
            RolledBackTo = long.TryParse(Text(version, SnapshotBuilder.RolledBackToKey), NumberStyles.None, CultureInfo.InvariantCulture, out var to) ? to : null,
        };

    /// <summary>Rows of the files that went and rows that delete files name; those that were named in files that went now had gone before.</summary>
    private static long RemovedRows(TableVersion version) => Math.Max(
        0, Count(version, "deleted-records") + Count(version, "added-position-deletes") - Count(version, "removed-position-deletes"));

    private static long? Told(TableVersion version, string key) =>
        long.TryParse(Text(version, key), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    private static long Count(TableVersion version, string key) =>
        long.TryParse(Text(version, key), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;

    private static string? Text(TableVersion version, string key) => version.Summary.TryGetValue(key, out var text) && text.Length > 0 ? text : null;
}
