using Talentys.Lake.Partitions;
using Talentys.Lake.Public;

namespace Talentys.Lake.Planning;

/// <summary>
/// A condition on whole numbers, dates and times, asked without an object for each value: there may be a million. It tells the
/// same of them as <see cref="ColumnPredicate"/>.
/// </summary>
internal sealed class NumberCondition
{
    private readonly ScanOperator kind;
    private readonly long[] values;

    private NumberCondition(ScanOperator kind, long[] values) => (this.kind, this.values) = (kind, values);

    /// <summary>The condition; null when it is of another kind, or not on such values.</summary>
    public static NumberCondition? Of(ColumnPredicate? predicate) => predicate is
    {
        Operator: ScanOperator.Equal or ScanOperator.In or ScanOperator.Less or ScanOperator.LessOrEqual or ScanOperator.Greater or ScanOperator.GreaterOrEqual,
    }
        && predicate.Values.All(value => value is int or long)
            ? new NumberCondition(predicate.Operator, [.. predicate.Values.Select(value => value is int number ? number : (long)value)])
            : null;

    /// <summary>Whether a value fulfils it.</summary>
    public bool Matches(long value) => MayMatch(value, value);

    /// <summary>Whether a value between two may fulfil it.</summary>
    public bool MayMatch(long lower, long upper) => kind switch
    {
        ScanOperator.Less => lower < values[0],
        ScanOperator.LessOrEqual => lower <= values[0],
        ScanOperator.Greater => upper > values[0],
        ScanOperator.GreaterOrEqual => upper >= values[0],
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
