using System.Text;
using Talentys.Lake.Manifests;
using Talentys.Lake.Partitions;

namespace Talentys.Lake.Types;

/// <summary>Reads what a file's statistics tell of a column, for pruning: what is missing or broken tells nothing.</summary>
internal static class ColumnBounds
{
    private static readonly UTF8Encoding Strict = new(false, true);

    /// <summary>The values of a column in a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="fieldId">Id of the column.</param>
    /// <param name="type">Type of the column now; the file may be from before it was widened.</param>
    public static ValueRange Of(ContentFile file, int fieldId, IcebergType.Primitive type)
    {
        var nulls = Count(file.NullCounts, fieldId);
        var nans = type.Kind is PrimitiveKind.Float or PrimitiveKind.Double ? Count(file.NanCounts, fieldId) : 0;
        var all = Count(file.ValueCounts, fieldId) ?? file.Rows;
        var (lower, upper) = (
            Bound(type, file.LowerBounds?.GetValueOrDefault(fieldId), isUpper: false),
            Bound(type, file.UpperBounds?.GetValueOrDefault(fieldId), isUpper: true));
        return Range(nulls is not 0, nans is not 0, nulls is null || nulls < all - (nans ?? 0), lower, upper);
    }

    /// <summary>The values of a partition field in the files of a manifest.</summary>
    public static ValueRange Of(PartitionSummary summary, IcebergType.Primitive type) => Range(
        summary.ContainsNull,
        type.Kind is PrimitiveKind.Float or PrimitiveKind.Double && summary.ContainsNan is not false,
        true,
        Bound(type, summary.Lower, isUpper: false),
        Bound(type, summary.Upper, isUpper: true));

    /// <summary>A bound as a value; null when it is broken.</summary>
    public static object? Bound(IcebergType.Primitive type, byte[]? bytes, bool isUpper)
    {
        if (bytes is null)
        {
            return null;
        }

        try
        {
            return type.Kind == PrimitiveKind.String ? Strict.GetString(bytes) : SingleValue.Read(type, bytes) is var value && value is float.NaN or double.NaN ? null : value;
        }
        catch (DecoderFallbackException) when (!isUpper)
        {
            // cut inside a letter: what is before it is below all that begins with it
            return Strict.GetString(bytes.AsSpan(0, WholeLetters(bytes)));
        }
        catch (Exception broken) when (broken is InvalidDataException or DecoderFallbackException)
        {
            return null;
        }
    }

    private static int WholeLetters(byte[] bytes)
    {
        var at = 0;
        while (at < bytes.Length && Rune.DecodeFromUtf8(bytes.AsSpan(at), out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            at += length;
        }

        return at;
    }

    private static ValueRange Range(bool mayBeNull, bool mayBeNan, bool mayBeValue, object? lower, object? upper) =>
        lower is not null && upper is not null && SingleValue.Compare(lower, upper) > 0
            ? new ValueRange(mayBeNull, mayBeNan, mayBeValue, null, null)
            : new ValueRange(mayBeNull, mayBeNan, mayBeValue, lower, upper);

    private static long? Count(IReadOnlyDictionary<int, long>? counts, int fieldId) =>
        counts is not null && counts.TryGetValue(fieldId, out var count) ? count : null;
}
