using System.Globalization;
using System.Text;
using Talentys.Kernel;
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
    /// <param name="modes">What is told of them; sizes always are, for they tell which columns the file has.</param>
    public static ContentFile Of(
        string path, long rows, long bytes, IReadOnlyDictionary<string, object?> columns, IReadOnlyList<NestedField> written, MetricsModes modes)
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
            var mode = modes[leaf.Id];
            if (leaf.Repeated || !mode.Counts)
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

            if (mode.BoundLength == 0)
            {
                continue;
            }

            if (figures.GetValueOrDefault("min") is string min && BoundBytes.Lower(leaf.Type, min, mode.BoundLength) is { } low)
            {
                lower[leaf.Id] = low;
            }

            if (figures.GetValueOrDefault("max") is string max && BoundBytes.Upper(leaf.Type, max, mode.BoundLength) is { } high)
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

    /// <summary>Refuses rows that are null where a column of the table may not be.</summary>
    /// <exception cref="FaultException"><c>lake.null_refused</c>.</exception>
    public static void RefuseNulls(IReadOnlyDictionary<string, object?> columns, IReadOnlyList<NestedField> written)
    {
        foreach (var field in written.Where(field => field.Required && field.Type is IcebergType.Primitive))
        {
            if (columns.GetValueOrDefault(QuotedPath([field.Name])) is IReadOnlyDictionary<string, object?> figures && Number(figures, "null_count") > 0)
            {
                throw NullRefused(field.Name);
            }
        }
    }

    /// <summary>A column that may not be null would be.</summary>
    public static FaultException NullRefused(string column) => new(Fault.Invalid(
        "lake.null_refused", $"Column {column} of the table may not be null, and is in the new rows.", column,
        "Give each row a value, or let the column be null."));

    private static string QuotedPath(IReadOnlyList<string> path)
    {
        var quoted = new StringBuilder();
        foreach (var name in path)
        {
            quoted.Append(quoted.Length == 0 ? "" : ".").Append(SqlText.Quote(name));
        }

        return quoted.ToString();
    }

    private static long? Number(IReadOnlyDictionary<string, object?> figures, string key) =>
        long.TryParse(figures.GetValueOrDefault(key) as string, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
