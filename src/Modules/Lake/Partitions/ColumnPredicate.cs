using Talentys.Lake.Public;
using Talentys.Lake.Types;

namespace Talentys.Lake.Partitions;

/// <summary>A condition on one value, as scans and partitions are pruned by. It is true, or it is false or null: what is null is no match.</summary>
/// <param name="Operator">Which.</param>
/// <param name="Values">What is compared with, as <see cref="SingleValue"/> has it: one, several for In and NotIn, none for the conditions on null.</param>
internal sealed record ColumnPredicate(ScanOperator Operator, IReadOnlyList<object> Values)
{
    /// <summary>A condition with one value, or with none.</summary>
    public ColumnPredicate(ScanOperator word, params object[] values)
        : this(word, (IReadOnlyList<object>)values)
    {
    }

    private object First => Values[0];

    /// <summary>Whether a value fulfils it, by the engine's rules: NaN is above all numbers, -0.0 is 0.0.</summary>
    public bool Matches(object? value) => value is null ? Operator == ScanOperator.IsNull : Operator switch
    {
        ScanOperator.IsNull => false,
        ScanOperator.NotNull => true,
        ScanOperator.Equal => Compare(value, First) == 0,
        ScanOperator.NotEqual => Compare(value, First) != 0,
        ScanOperator.Less => Compare(value, First) < 0,
        ScanOperator.LessOrEqual => Compare(value, First) <= 0,
        ScanOperator.Greater => Compare(value, First) > 0,
        ScanOperator.GreaterOrEqual => Compare(value, First) >= 0,
        ScanOperator.In => Values.Any(one => Compare(value, one) == 0),
        ScanOperator.NotIn => Values.All(one => Compare(value, one) != 0),
        ScanOperator.Outside => Compare(value, First) <= 0 || Compare(value, Values[1]) >= 0,
        ScanOperator.StartsWith => StartsWith(value, First),
        ScanOperator.NotStartsWith => !StartsWith(value, First),
        _ => true,
    };

    /// <summary>Whether a value of a range may fulfil it.</summary>
    public bool MayMatch(ValueRange range)
    {
        if (Operator == ScanOperator.IsNull)
        {
            return range.MayBeNull;
        }

        return (range.MayBeNan && Matches(double.NaN)) || (range.MayBeValue && MayMatch(range.Lower, range.Upper));
    }

    private bool MayMatch(object? lower, object? upper) => Operator switch
    {
        ScanOperator.Equal => Holds(lower, upper, First),
        ScanOperator.In => Values.Any(one => Holds(lower, upper, one)),
        ScanOperator.Less => lower is null || Compare(lower, First) < 0,
        ScanOperator.LessOrEqual => lower is null || Compare(lower, First) <= 0,
        ScanOperator.Greater => upper is null || Compare(upper, First) > 0,
        ScanOperator.GreaterOrEqual => upper is null || Compare(upper, First) >= 0,
        ScanOperator.Outside => lower is null || upper is null || Compare(lower, First) <= 0 || Compare(upper, Values[1]) >= 0,
        ScanOperator.NotEqual or ScanOperator.NotIn => lower is null || upper is null || Compare(lower, upper) != 0 || Matches(lower),
        // all that begins with a text is at or above it, and at or below all that begins with it
        ScanOperator.StartsWith => (upper is null || Compare(upper, First) >= 0) && (lower is null || Compare(lower, First) <= 0 || StartsWith(lower, First)),
        ScanOperator.NotStartsWith => lower is null || upper is null || !StartsWith(lower, First) || !StartsWith(upper, First),
        _ => true,
    };

    private static bool Holds(object? lower, object? upper, object value) =>
        (lower is null || Compare(lower, value) <= 0) && (upper is null || Compare(upper, value) >= 0);

    private static bool StartsWith(object value, object prefix) => (value, prefix) switch
    {
        (string text, string start) => text.StartsWith(start, StringComparison.Ordinal),
        (byte[] bytes, byte[] start) => bytes.AsSpan().StartsWith(start),
        _ => false,
    };

    private static int Compare(object one, object other) => SingleValue.Compare(Zero(one), Zero(other));

    private static object Zero(object value) => value switch
    {
        0d => 0d,
        0f => 0f,
        _ => value,
    };
}
