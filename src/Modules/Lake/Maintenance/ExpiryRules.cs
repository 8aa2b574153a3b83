using System.Globalization;
using Talentys.Lake.Metadata;

namespace Talentys.Lake.Maintenance;

/// <summary>How long versions of a table are kept.</summary>
/// <param name="MaxAge">Versions up to this age stay.</param>
/// <param name="MinKept">So many of the newest of each branch stay, whatever their age; at least 1.</param>
/// <param name="MaxReferenceAge">Branches and tags other than main go when what they name is older; null keeps them.</param>
/// <param name="ReaderGrace">A version that was current within this time stays: statements may still read it.</param>
internal sealed record ExpiryRules(TimeSpan MaxAge, int MinKept, TimeSpan? MaxReferenceAge, TimeSpan ReaderGrace)
{
    private const string MaxAgeKey = "history.expire.max-snapshot-age-ms";
    private const string MinKeptKey = "history.expire.min-snapshots-to-keep";
    private const string MaxReferenceAgeKey = "history.expire.max-ref-age-ms";

    /// <summary>The rules of a table: its properties, as other engines set them too, over the lake's settings.</summary>
    public static ExpiryRules Of(TableMetadata metadata, MaintenanceOptions options) => new(
        Age(metadata, MaxAgeKey) ?? options.KeepVersionsFor,
        (int)Math.Clamp(Number(metadata, MinKeptKey) ?? options.KeepVersions, 1, int.MaxValue),
        Age(metadata, MaxReferenceAgeKey),
        options.ReaderGrace);

    private static TimeSpan? Age(TableMetadata metadata, string key) => Number(metadata, key) is { } milliseconds ? Span(milliseconds) : null;

    // engines write the largest long for "for ever", which is more than a time span holds
    internal static TimeSpan Span(long milliseconds) =>
        TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 0, (long)TimeSpan.FromDays(3_650_000).TotalMilliseconds));

    private static long? Number(TableMetadata metadata, string key) =>
        metadata.Properties.TryGetValue(key, out var text) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
