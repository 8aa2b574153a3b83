using System.Globalization;
using Talentys.Lake.Public;
using Talentys.Lake.Reading;
using Talentys.Lake.Types;

namespace Talentys.Lake.Planning;

/// <summary>
/// Tells the number of rows of a table and the ends of its columns from manifests, where they are exact: no deletes, and for
/// the ends only bounds that we wrote, of types whose bounds are not cut.
/// </summary>
internal sealed class TableFigures(TableFiles files, TablePlanner planner)
{
    /// <summary>The figures as expressions of the engine; null when one of them is not exact.</summary>
    public async Task<IReadOnlyList<string>?> ReadAsync(PlannedTable table, IReadOnlyList<TableFigure> figures, CancellationToken cancellationToken)
    {
        var manifests = await files.ManifestsAsync(table.Place, table.Snapshot, cancellationToken);
        if (manifests.Any(manifest => manifest is { IsDeletes: true, HasLiveFiles: true }))
        {
            return null;
        }

        var names = UniqueNames.Of(table.Schema.Fields);
        var columns = figures.Select(figure => figure.Column is null
            ? null
            : names.Where(field => ColumnNames.Comparer.Equals(field.Name, figure.Column)).ToList() is [{ } only] ? only : null).ToList();
        if (figures.Where((figure, i) => figure.Kind != FigureKind.Rows && (columns[i] is not { } column || !HasExactBounds(column.Type))).Any())
        {
            return null;
        }

        var rows = 0L;
        var ends = new object?[figures.Count];
        foreach (var manifest in manifests.Where(manifest => manifest.HasLiveFiles))
        {
            if (!await planner.OfAsync(table, manifest, index => Add(index, figures, columns, ref rows, ends), cancellationToken))
            {
                return null;
            }
        }

        return [.. figures.Select((figure, i) => figure.Kind == FigureKind.Rows
            ? string.Create(CultureInfo.InvariantCulture, $"CAST({rows} AS BIGINT)")
            : ends[i] is { } end
                ? ValueSql.Of(end, (IcebergType.Primitive)columns[i]!.Type)
                : $"CAST(NULL AS {EngineTypeName.Of(columns[i]!.Type)})")];
    }

    private static bool HasExactBounds(IcebergType type) => type is IcebergType.Primitive
    {
        Kind: PrimitiveKind.Int or PrimitiveKind.Long or PrimitiveKind.Decimal or PrimitiveKind.Date or PrimitiveKind.Timestamp or PrimitiveKind.TimestampTz,
    };

    private static bool Add(ManifestIndex index, IReadOnlyList<TableFigure> figures, List<NestedField?> columns, ref long total, object?[] ends)
    {
        var (counts, sum) = (index.Rows, 0L);
        for (var row = 0; row < index.Count; row++)
        {
            sum += counts[row];
        }

        var found = (object?[])ends.Clone();
        for (var i = 0; i < figures.Count; i++)
        {
            if (columns[i] is { } column && !(index.Head.Physical && AddEnds(index, counts, column, figures[i].Kind == FigureKind.Least, ref found[i])))
            {
                return false;
            }
        }

        total += sum;
        found.CopyTo(ends, 0);
        return true;
    }

    private static bool AddEnds(ManifestIndex index, PackedNumbers counts, NestedField column, bool least, ref object? end)
    {
        var statistics = index.Column(column.Id);
        var type = (IcebergType.Primitive)column.Type;
        for (var row = 0; row < index.Count; row++)
        {
            if (counts[row] == 0 || (statistics.NullsOf(row) is { } nulls && nulls == (statistics.ValuesOf(row) ?? counts[row])))
            {
                continue;
            }

            if ((least ? statistics.LowerOf(row) : statistics.UpperOf(row)) is not { } bytes)
            {
                return false;
            }

            var bound = SingleValue.Read(type, bytes);
            var order = end is null ? 0 : SingleValue.Compare(bound, end);
            end = end is null || (least ? order < 0 : order > 0) ? bound : end;
        }

        return true;
    }
}
