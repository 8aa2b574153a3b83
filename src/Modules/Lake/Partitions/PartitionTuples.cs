using Talentys.Lake.Types;

namespace Talentys.Lake.Partitions;

/// <summary>Compares the partition values of files of one spec: equal values are equal whatever the width they were stored in.</summary>
internal sealed class PartitionTuples : IEqualityComparer<IReadOnlyList<object?>>, IComparer<IReadOnlyList<object?>>
{
    /// <summary>The one instance.</summary>
    public static PartitionTuples Comparer { get; } = new();

    /// <inheritdoc/>
    public bool Equals(IReadOnlyList<object?>? x, IReadOnlyList<object?>? y)
    {
        if (ReferenceEquals(x, y))
        {
            return true;
        }

        if (x is null || y is null || x.Count != y.Count)
        {
            return false;
        }

        for (var i = 0; i < x.Count; i++)
        {
            if (x[i] is null || y[i] is null ? x[i] is not null || y[i] is not null : SingleValue.Compare(x[i]!, y[i]!) != 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Orders by the first value that differs, nulls first.</summary>
    public int Compare(IReadOnlyList<object?>? x, IReadOnlyList<object?>? y)
    {
        var count = Math.Min(x?.Count ?? 0, y?.Count ?? 0);
        for (var i = 0; i < count; i++)
        {
            var order = x![i] is null || y![i] is null ? (x[i] is not null).CompareTo(y![i] is not null) : SingleValue.Compare(x[i]!, y[i]!);
            if (order != 0)
            {
                return order;
            }
        }

        return (x?.Count ?? 0).CompareTo(y?.Count ?? 0);
    }

    /// <inheritdoc/>
    public int GetHashCode(IReadOnlyList<object?> obj)
    {
        var hash = new HashCode();
        foreach (var value in obj)
        {
            switch (value)
            {
                case int number:
                    hash.Add((long)number);
                    break;
                case float number:
                    hash.Add((double)number);
                    break;
                case byte[] bytes:
                    hash.AddBytes(bytes);
                    break;
                default:
                    hash.Add(value);
                    break;
            }
        }

        return hash.ToHashCode();
    }
}
