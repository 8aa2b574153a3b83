namespace Talentys.Lake.Partitions;

/// <summary>What values a column has in a file, or a partition field in a manifest.</summary>
/// <param name="MayBeNull">Whether there may be a null.</param>
/// <param name="MayBeNan">Whether there may be NaN, which no bound tells of.</param>
/// <param name="MayBeValue">Whether there may be anything else.</param>
/// <param name="Lower">Nothing else is below it; null when it is not known.</param>
/// <param name="Upper">Nothing else is above it; null when it is not known.</param>
internal sealed record ValueRange(bool MayBeNull, bool MayBeNan, bool MayBeValue, object? Lower, object? Upper)
{
    /// <summary>Nothing is known.</summary>
    public static ValueRange Unknown { get; } = new(true, true, true, null, null);
}
