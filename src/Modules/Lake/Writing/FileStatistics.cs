using System.Globalization;
using System.Text;
using Talentys.Lake.Manifests;
using Talentys.Lake.Types;

namespace Talentys.Lake.Writing;

/// <summary>Makes the statistics of a data file from what COPY returns with RETURN_STATS.</summary>
internal static class FileStatistics
{
    /// <summary>The file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="bytes">Its length.</param>
    /// <param name="columns">Quoted paths of leaf columns with their figures.</param>
    /// <param name="written">The columns of the file.</param>
    public static ContentFile Of(
        string path, long rows, long bytes, IReadOnlyDictionary<string, object?> columns, IReadOnlyList<NestedField> written)
    {
        Dictionary<int, long> sizes = [], values = [], nulls = [], nans = [];
        Dictionary<int, byte[]> lower = [], upper = [];
        foreach (var leaf in new IcebergSchema(0, written).Leaves())
        {
            if (!columns.TryGetValue(QuotedPath(leaf.Path), out var found) || found is not IReadOnlyDictionary<string, object?> figures)
            {
                continue;
            }

            sizes[leaf.Id] = Number(figures, "column_size_bytes") ?? 0;
            if (leaf.Repeated)
            {
                // counts and bounds of list items and map entries are not those of rows: engines do not ask for them
                continue;
            }

            values[leaf.Id] = rows;
            if (Number(figures, "null_count") is { } nullCount)
            {
                nulls[leaf.Id] = nullCount;
            }

            if (figures.GetValueOrDefault("has_nan") as string == "false")
            {
                nans[leaf.Id] = 0;
            }

            if (figures.GetValueOrDefault("min") is string min && BoundBytes.Lower(leaf.Type, min) is { } low)
            {
                lower[leaf.Id] = low;
            }

            if (figures.GetValueOrDefault("max") is string max && BoundBytes.Upper(leaf.Type, max) is { } high)
            {
                upper[leaf.Id] = high;
            }
        }

        return new ContentFile
        {
            Path = path,
            Rows = rows,
            Bytes = bytes,
            ColumnSizes = sizes,
            ValueCounts = values,
            NullCounts = nulls,
            NanCounts = nans,
            LowerBounds = lower,
            UpperBounds = upper,
        };
    }

    private static string QuotedPath(IReadOnlyList<string> path)
    {
        var quoted = new StringBuilder();
        foreach (var name in path)
        {
            quoted.Append(quoted.Length == 0 ? "" : ".").Append(Kernel.SqlText.Quote(name));
        }

        return quoted.ToString();
    }

    private static long? Number(IReadOnlyDictionary<string, object?> figures, string key) =>
        long.TryParse(figures.GetValueOrDefault(key) as string, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
