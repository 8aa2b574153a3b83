using Talentys.Lake.Public;
using Talentys.Query.Stages;
using Talentys.Query.Statements;

namespace Talentys.Query.Limits;

/// <summary>About how much a statement reads and works, by its text and by the files that were chosen for it.</summary>
/// <param name="Bytes">Bytes of data files.</param>
/// <param name="Work">Rows of its largest part, weighted by what is done with them; infinite where only running it tells.</param>
internal sealed record StatementSize(double Bytes, double Work)
{
    private const int MostViews = 32;

    /// <summary>Rows that are read at least of a file, even for the first of them.</summary>
    private const double RowGroup = 122_880;

    /// <summary>Estimates a statement whose files are chosen.</summary>
    public static StatementSize Of(QueryInFlight query)
    {
        if (query.Composed is not null || query.Order.Describe)
        {
            return new StatementSize(0, 0);
        }

        var shapes = query.Views.Select(view => view.Shape).Prepend(query.Facts.Shape).ToList();
        var work = shapes.Any(shape => shape.IsOpenEnded) ? double.PositiveInfinity
            : shapes.SelectMany(shape => shape.Work).Select(part => part.Rows.Count(Rows(query, 0)) * part.Weight).DefaultIfEmpty(0).Max();
        return new StatementSize(BytesOf(query), work);
    }

    private static double BytesOf(QueryInFlight query)
    {
        var needed = query.IsGuarded || MeansAllColumns(query.Text) ? null : NeededColumns.Of(query);
        var bytes = 0.0;
        foreach (var (table, scan) in query.Scans)
        {
            if (query.References.All(bound => bound.Table != table || bound.Reference.Filter == ScanFilter.Nothing))
            {
                continue; // it is only described
            }

            var widths = table.Columns.Sum(column => Width(column.SqlType));
            var share = needed is null || widths == 0 ? 1 : table.Columns.Where(column => needed.Contains(column.FieldId)).Sum(column => Width(column.SqlType)) / widths;
            var first = query.Facts.Shape.FirstRows is { } most && query.Views.Count == 0 && scan.Rows > 0
                ? Math.Min(Math.Max(most, RowGroup * Math.Min(Environment.ProcessorCount, 4)) / scan.Rows, 1)
                : 1;
            bytes += scan.Bytes * share * first;
        }

        return bytes;
    }

    /// <summary>A FROM without a SELECT gives all columns, without a star.</summary>
    private static bool MeansAllColumns(StatementText text) =>
        text.Tokens.Count(token => token.Is(text.Sql, "from")) > text.Tokens.Count(token => token.Is(text.Sql, "select"));

    private static Func<string?, string, double> Rows(QueryInFlight query, int depth) => (schema, name) =>
    {
        var named = query.References.FirstOrDefault(bound => Same(bound.Reference.Name, name) && (schema is null || Same(bound.Table.Name.Schema, schema)));
        if (named is not null)
        {
            return query.Scans.TryGetValue(named.Table, out var scan) ? scan.Rows : 0;
        }

        var view = query.Views.FirstOrDefault(view => Same(view.View.Name.Name, name) && (schema is null || Same(view.View.Name.Schema, schema)));
        return view is null || depth > MostViews ? 1 : view.Shape.Rows.Count(Rows(query, depth + 1));
    };

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    /// <summary>Bytes of a value of a type, about.</summary>
    private static double Width(string type) => type switch
    {
        "BOOLEAN" => 0.2,
        "DATE" or "INTEGER" or "FLOAT" => 4,
        "BIGINT" or "DOUBLE" or "TIME" => 8,
        _ when type.StartsWith("TIMESTAMP", StringComparison.Ordinal) => 8,
        _ when type.StartsWith("DECIMAL", StringComparison.Ordinal) => 8,
        "UUID" => 16,
        _ => 24,
    };
}
