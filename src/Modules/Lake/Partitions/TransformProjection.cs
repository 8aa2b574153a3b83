using System.Numerics;
using Talentys.Lake.Public;
using Talentys.Lake.Types;

namespace Talentys.Lake.Partitions;

/// <summary>
/// Inclusive projections (spec, "Scan planning"): a condition on the partition value that holds for every file which may have
/// a row that fulfils the condition on the column.
/// </summary>
internal static class TransformProjection
{
    /// <summary>The projection; null when nothing follows.</summary>
    public static ColumnPredicate? Of(Transform transform, ColumnPredicate condition, IcebergType.Primitive type)
    {
        if (transform is Transform.Void or Transform.Unknown || !transform.Takes(type))
        {
            return null;
        }

        if (transform is Transform.Identity || condition.Operator is ScanOperator.IsNull or ScanOperator.NotNull)
        {
            return condition;
        }

        var values = condition.Values.Select(value => SingleValue.Widen(type, value)).ToList();
        return condition.Operator switch
        {
            ScanOperator.Equal or ScanOperator.In => In(transform, type, values),
            ScanOperator.StartsWith when transform is Transform.Truncate cut => StartsWith(cut, values[0]),
            _ when transform is Transform.Bucket => null,
            ScanOperator.Less => AtMost(transform, type, Step(values[0], -1)),
            ScanOperator.LessOrEqual => AtMost(transform, type, values[0]),
            ScanOperator.Greater => AtLeast(transform, Step(values[0], 1)),
            ScanOperator.GreaterOrEqual => AtLeast(transform, values[0]),
            _ => null,
        };
    }

    private static ColumnPredicate? AtLeast(Transform transform, object value) =>
        Wraps(transform, value) ? null : new ColumnPredicate(ScanOperator.GreaterOrEqual, transform.Apply(value)!);

    private static ColumnPredicate In(Transform transform, IcebergType.Primitive type, List<object> values)
    {
        var parts = values.Select(value => transform.Apply(value)!).ToList();
        if (MayBeOneTooHigh(transform, type))
        {
            parts.AddRange(parts.OfType<int>().Where(part => part < 0).Select(part => (object)(part + 1)).ToList());
        }

        return parts.Count == 1 ? new ColumnPredicate(ScanOperator.Equal, parts[0]) : new ColumnPredicate(ScanOperator.In, parts);
    }

    private static ColumnPredicate? AtMost(Transform transform, IcebergType.Primitive type, object value)
    {
        if (Wraps(transform, value))
        {
            return null;
        }

        var part = transform.Apply(value)!;
        if (transform is Transform.Truncate cut && part is int or long)
        {
            // the least numbers are among the greatest when they are truncated
            return new ColumnPredicate(ScanOperator.Outside, part, part is int ? int.MaxValue - cut.Width + 1 : long.MaxValue - cut.Width + 1);
        }

        return new ColumnPredicate(ScanOperator.LessOrEqual, part is < 0 and int negative && MayBeOneTooHigh(transform, type) ? negative + 1 : part);
    }

    private static ColumnPredicate StartsWith(Transform.Truncate cut, object prefix)
    {
        var kept = cut.Apply(prefix)!;
        var whole = prefix switch
        {
            string text => text.EnumerateRunes().Count() < cut.Width,
            byte[] bytes => bytes.Length < cut.Width,
            _ => false,
        };
        return new ColumnPredicate(whole ? ScanOperator.StartsWith : ScanOperator.Equal, kept);
    }

    private static bool Wraps(Transform transform, object value) => transform is Transform.Truncate cut && value switch
    {
        int number => number < (long)int.MinValue + cut.Width,
        long number => number < long.MinValue + cut.Width,
        _ => false,
    };

    // old writers of Java rounded times before 1970 towards it; all readers look there too
    private static bool MayBeOneTooHigh(Transform transform, IcebergType.Primitive type) =>
        transform is Transform.Time time && !(time.Unit == TimeUnit.Day && type.Kind == PrimitiveKind.Date);

    /// <summary>The next value of a type that has one; the value itself at the end of its range, and of types that have none.</summary>
    private static object Step(object value, int by) => value switch
    {
        int number => by < 0 ? Math.Max(number, int.MinValue + 1) - 1 : Math.Min(number, int.MaxValue - 1) + 1,
        long number => by < 0 ? Math.Max(number, long.MinValue + 1) - 1 : Math.Min(number, long.MaxValue - 1) + 1,
        BigInteger unscaled => unscaled + by,
        _ => value,
    };
}
