using System.Globalization;
using Talentys.Kernel;
using Talentys.Lake.Metadata;
using Talentys.Lake.Public;
using Talentys.Lake.Types;

namespace Talentys.Lake.Reading;

/// <summary>A version of a table with the schema it is read by; no snapshot is a table without rows.</summary>
internal sealed record ChosenVersion(Snapshot? Snapshot, IcebergSchema Schema);

/// <summary>Finds the version that is asked for, or tells which there are.</summary>
internal static class TableVersions
{
    /// <summary>The version.</summary>
    /// <exception cref="FaultException"><c>lake.version_unknown</c>, <c>lake.version_expired</c>, <c>lake.before_first_version</c>, <c>lake.reference_unknown</c>.</exception>
    public static ChosenVersion Choose(TableMetadata metadata, TableAt at, TableName name) => at switch
    {
        TableAt.Number { Version: 0 } when metadata.Snapshots.Count == 0 => new ChosenVersion(null, metadata.CurrentSchema),
        TableAt.Number { Version: var number } => Past(metadata, metadata.Snapshots.FirstOrDefault(one => metadata.NumberOf(one) == number)
            ?? throw new FaultException(NoNumber(metadata, name, number))),
        TableAt.Time { Moment: var moment } => Past(metadata, AtTime(metadata, name, moment)),
        TableAt.Reference { Name: var reference } => Referenced(metadata, name, reference),
        _ => new ChosenVersion(metadata.CurrentSnapshot, metadata.CurrentSchema),
    };

    private static ChosenVersion Past(TableMetadata metadata, Snapshot snapshot) => new(snapshot, metadata.SchemaOf(snapshot));

    /// <summary>A branch goes on, so it is read by the table's schema; a tag stays what it was (spec, "Snapshot references").</summary>
    private static ChosenVersion Referenced(TableMetadata metadata, TableName name, string reference)
    {
        if (!metadata.Refs.TryGetValue(reference, out var found))
        {
            return reference == SnapshotReference.Main
                ? new ChosenVersion(metadata.CurrentSnapshot, metadata.CurrentSchema)
                : throw new FaultException(Fault.NotFound(
                    "lake.reference_unknown", $"Table {name} has no branch or tag {reference}.",
                    $"It has {Words(metadata.Refs.Keys.Append(SnapshotReference.Main).Distinct().Order(StringComparer.Ordinal))}."));
        }

        var snapshot = metadata.Snapshots.FirstOrDefault(one => one.SnapshotId == found.SnapshotId)
            ?? throw new FaultException(Expired(metadata, name, $"The version that {reference} names"));
        return found.Type == SnapshotReference.Tag ? Past(metadata, snapshot) : new ChosenVersion(snapshot, metadata.CurrentSchema);
    }

    private static Snapshot AtTime(TableMetadata metadata, TableName name, DateTimeOffset moment)
    {
        var millis = moment.ToUnixTimeMilliseconds();
        var log = metadata.SnapshotLog.Count > 0
            ? metadata.SnapshotLog
            : [.. metadata.Snapshots.Select(one => new SnapshotLogEntry(one.TimestampMs, one.SnapshotId))];
        var entry = log.LastOrDefault(one => one.TimestampMs <= millis);
        if (entry is not null)
        {
            return metadata.Snapshots.FirstOrDefault(one => one.SnapshotId == entry.SnapshotId)
                ?? throw new FaultException(Expired(metadata, name, $"The version of {Shown(millis)}"));
        }

        throw new FaultException(log.Count == 0
            ? Fault.NotFound("lake.before_first_version", $"Table {name} has no version yet.")
            : metadata.Snapshots.Count > 0 && metadata.Snapshots.Min(metadata.NumberOf) > 1
                ? Expired(metadata, name, $"The version of {Shown(millis)}")
                : Fault.NotFound(
                    "lake.before_first_version", $"Table {name} had no version at {Shown(millis)}.",
                    $"Its first version is of {Shown(log[0].TimestampMs)}."));
    }

    private static Fault NoNumber(TableMetadata metadata, TableName name, long number)
    {
        if (metadata.Snapshots.Count == 0)
        {
            return Fault.NotFound("lake.version_unknown", $"Table {name} has no version {number}: it has none yet.");
        }

        return number > 0 && number <= metadata.Snapshots.Max(metadata.NumberOf)
            ? Expired(metadata, name, $"Version {number}")
            : Fault.NotFound("lake.version_unknown", $"Table {name} has no version {number}.", Range(metadata));
    }

    private static Fault Expired(TableMetadata metadata, TableName name, string what) =>
        Fault.NotFound("lake.version_expired", $"{what} of table {name} was removed when old versions expired.", Range(metadata));

    private static string Range(TableMetadata metadata)
    {
        var numbers = metadata.Snapshots.Select(metadata.NumberOf).Order().ToList();
        return numbers.Count switch
        {
            0 => "It has no version.",
            1 => $"Its only version is {numbers[0]}.",
            _ when numbers[^1] - numbers[0] + 1 == numbers.Count => $"It has versions {numbers[0]} to {numbers[^1]}.",
            _ when numbers.Count <= 10 => $"It has versions {Words(numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)))}.",
            _ => $"It has {numbers.Count} versions between {numbers[0]} and {numbers[^1]}.",
        };
    }

    private static string Words(IEnumerable<string> words) => string.Join(", ", words);

    private static string Shown(long millis) =>
        DateTimeOffset.FromUnixTimeMilliseconds(millis).ToString("yyyy-MM-dd HH:mm:ss.fff 'UTC'", CultureInfo.InvariantCulture);
}
