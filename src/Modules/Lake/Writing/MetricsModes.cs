using System.Globalization;
using Talentys.Lake.Commits;
using Talentys.Lake.Metadata;
using Talentys.Lake.Types;

namespace Talentys.Lake.Writing;

/// <summary>How much a manifest tells of a column.</summary>
/// <param name="Counts">Values, nulls and NaNs.</param>
/// <param name="BoundLength">Code points or bytes that bounds keep; 0 is no bounds, the greatest int is whole ones.</param>
internal readonly record struct MetricsMode(bool Counts, int BoundLength)
{
    /// <summary>Nothing.</summary>
    public static MetricsMode None { get; } = new(false, 0);

    /// <summary>What engines take when nothing is told.</summary>
    public static MetricsMode Default { get; } = new(true, 16);

    /// <summary>Reads <c>none</c>, <c>counts</c>, <c>full</c> or <c>truncate(16)</c>; null for anything else.</summary>
    public static MetricsMode? Parse(string? text)
    {
        var word = text?.Trim().ToLowerInvariant();
        return word switch
        {
            "none" => None,
            "counts" => new MetricsMode(true, 0),
            "full" => new MetricsMode(true, int.MaxValue),
            _ when word?.StartsWith("truncate(", StringComparison.Ordinal) == true && word.EndsWith(')')
                && int.TryParse(word["truncate(".Length..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length > 0 => new MetricsMode(true, length),
            _ => null,
        };
    }
}

/// <summary>The modes of a table's columns, by its properties <c>write.metadata.metrics.*</c>.</summary>
internal sealed class MetricsModes
{
    private const int ColumnsAtMost = 100;

    private readonly Dictionary<int, MetricsMode> modes = [];
    private readonly MetricsMode others = MetricsMode.Default;

    private MetricsModes(MetricsMode all) => others = all;

    /// <summary>Whole bounds of all columns.</summary>
    public static MetricsModes Whole { get; } = new(new MetricsMode(true, int.MaxValue));

    /// <summary>The modes for the columns of a table; those it is sorted by always have bounds.</summary>
    public MetricsModes(TableMetadata? metadata, IReadOnlyList<NestedField> columns)
    {
        var told = MetricsMode.Parse(TableProperties.Text(metadata, TableProperties.MetricsDefault));
        var inferred = TableProperties.Number(metadata, TableProperties.MetricsColumnsAtMost, ColumnsAtMost);
        var sorted = metadata?.DefaultSortOrder.Fields.Select(field => field.SourceId).ToHashSet() ?? [];
        var position = 0;
        foreach (var leaf in new IcebergSchema(0, columns).Leaves())
        {
            var mode = MetricsMode.Parse(TableProperties.Text(metadata, TableProperties.MetricsColumn + string.Join('.', leaf.Path)))
                ?? told
                ?? (position < inferred ? MetricsMode.Default : MetricsMode.None);
            position++;
            modes[leaf.Id] = sorted.Contains(leaf.Id) && mode.BoundLength == 0 ? MetricsMode.Default : mode;
        }
    }

    /// <summary>The mode of a leaf.</summary>
    public MetricsMode this[int id] => modes.GetValueOrDefault(id, others);
}
