using Talentys.Lake.Types;

namespace Talentys.Lake.Manifests;

/// <summary>What values one field of a spec has in the files of a manifest (spec, <c>field_summary</c>).</summary>
/// <param name="ContainsNull">Whether a file has none.</param>
/// <param name="ContainsNan">Whether a file has NaN; null when it is not told.</param>
/// <param name="Lower">The least value as <see cref="SingleValue"/> has it in bytes; null when there is none but null and NaN, or it is not told.</param>
/// <param name="Upper">The greatest.</param>
internal sealed record PartitionSummary(bool ContainsNull, bool? ContainsNan, byte[]? Lower, byte[]? Upper)
{
    /// <summary>Summaries of some partitions; null without partition fields.</summary>
    public static IReadOnlyList<PartitionSummary>? Of(IReadOnlyList<IcebergType.Primitive> types, IEnumerable<IReadOnlyList<object?>> partitions)
    {
        if (types.Count == 0)
        {
            return null;
        }

        var (nulls, nans) = (new bool[types.Count], new bool[types.Count]);
        var (lower, upper) = (new object?[types.Count], new object?[types.Count]);
        IReadOnlyList<object?>? last = null;
        foreach (var partition in partitions)
        {
            if (ReferenceEquals(partition, last))
            {
                continue;
            }

            last = partition;
            for (var i = 0; i < types.Count; i++)
            {
                switch (i < partition.Count ? partition[i] : null)
                {
                    case null:
                        nulls[i] = true;
                        break;
                    case float.NaN or double.NaN:
                        nans[i] = true;
                        break;
                    case var value:
                        lower[i] = lower[i] is { } least && SingleValue.Compare(least, value) <= 0 ? least : value;
                        upper[i] = upper[i] is { } most && SingleValue.Compare(most, value) >= 0 ? most : value;
                        break;
                }
            }
        }

        return [.. types.Select((type, i) => new PartitionSummary(nulls[i], nans[i], Bytes(type, lower[i]), Bytes(type, upper[i])))];
    }

    /// <summary>The summary as <see cref="Avro.AvroDatum"/> writes it.</summary>
    public Dictionary<string, object?> ToAvro() => new()
    {
        ["contains_null"] = ContainsNull,
        ["contains_nan"] = ContainsNan,
        ["lower_bound"] = Lower,
        ["upper_bound"] = Upper,
    };

    /// <summary>Reads a summary; what is not told is taken to be there.</summary>
    public static PartitionSummary FromAvro(object? value) => value is IReadOnlyDictionary<string, object?> fields
        ? new PartitionSummary(
            fields.GetValueOrDefault("contains_null") as bool? ?? true,
            fields.GetValueOrDefault("contains_nan") as bool?,
            fields.GetValueOrDefault("lower_bound") as byte[],
            fields.GetValueOrDefault("upper_bound") as byte[])
        : throw new InvalidDataException("A manifest list has a summary of partitions that is none.");

    private static byte[]? Bytes(IcebergType.Primitive type, object? value) => value is null ? null : SingleValue.Write(type, SingleValue.Widen(type, value));
}
