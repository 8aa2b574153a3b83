namespace Talentys.Lake.Manifests;

/// <summary>A partition value, comparable: the spec by which it is told and the values of its fields.</summary>
/// <param name="SpecId">Number of the spec.</param>
/// <param name="Values">Values, in the order of the spec's fields, as <see cref="Types.SingleValue"/> has them.</param>
internal readonly record struct PartitionKey(int SpecId, IReadOnlyList<object?> Values)
{
    /// <inheritdoc/>
    public bool Equals(PartitionKey other)
    {
        if (SpecId != other.SpecId || Values.Count != other.Values.Count)
        {
            return false;
        }

        for (var i = 0; i < Values.Count; i++)
        {
            var same = (Values[i], other.Values[i]) switch
            {
                (byte[] one, byte[] two) => one.AsSpan().SequenceEqual(two),
                var (one, two) => Equals(one, two),
            };
            if (!same)
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(SpecId);
        foreach (var value in Values)
        {
            if (value is byte[] bytes)
            {
                hash.AddBytes(bytes);
            }
            else
            {
                hash.Add(value);
            }
        }

        return hash.ToHashCode();
    }
}
