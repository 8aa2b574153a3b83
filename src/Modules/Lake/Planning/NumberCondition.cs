using Talentys.Lake.Partitions;

namespace Talentys.Lake.Planning;

/// <summary>
/// A condition on whole numbers, dates and times, asked without an object for each value: there may be a million. It tells the
/// same of them as <see cref="ColumnPredicate"/>.
/// </summary>
internal sealed class NumberCondition
{
    private readonly ComparisonKind kind;
    private readonly long[] values;

    private NumberCondition(ComparisonKind kind, long[] values) => (this.kind, this.values) = (kind, values);

    /// <summary>The condition; null when it is of another kind, or not on such values.</summary>
    public static NumberCondition? Of(ColumnPredicate? predicate) => predicate is
    {
        Kind: ComparisonKind.Equal or ComparisonKind.In or ComparisonKind.Less or ComparisonKind.LessOrEqual or ComparisonKind.Greater or ComparisonKind.GreaterOrEqual,
    }
        && predicate.Values.All(value => value is int or long)
            ? new NumberCondition(predicate.Kind, [.. predicate.Values.Select(value => value is int number ? number : (long)value)])
            : null;

    /// <summary>Whether a value fulfils it.</summary>
    public bool Matches(long value) => MayMatch(value, value);

    /// <summary>Whether a value between two may fulfil it.</summary>
    public bool MayMatch(long lower, long upper) => kind switch
    {
        ComparisonKind.Less => lower < values[0],
        ComparisonKind.LessOrEqual => lower <= values[0],
        ComparisonKind.Greater => upper > values[0],
        ComparisonKind.GreaterOrEqual => upper >= values[0],
        _ => IsBetween(lower, upper),
    };

    private bool IsBetween(long lower, long upper)
    {
        foreach (var value in values)
        {
            if (value >= lower && value <= upper)
            {
                return true;
            }
        }

        return false;
    }
}
