using System.Globalization;
using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Transformation.Relations;

namespace Talentys.Transformation.Builds;

/// <summary>Rows as a unit test writes them, and the SQL that gives them.</summary>
internal sealed class FixtureRows
{
    private readonly List<Dictionary<string, object?>> rows;
    private readonly List<string> names;
    private readonly string? sql;

    private FixtureRows(List<string> names, List<Dictionary<string, object?>> rows, string? sql) => (this.names, this.rows, this.sql) = (names, rows, sql);

    /// <summary>Whether they are a statement, whose columns are its own.</summary>
    public bool IsSql => sql is not null;

    /// <summary>Rows that are dicts.</summary>
    public static FixtureRows Of(IEnumerable<PyDict> dicts)
    {
        var rows = dicts.Select(dict => dict.ToDictionary(pair => pair.Key?.ToString() ?? "", pair => pair.Value, StringComparer.OrdinalIgnoreCase)).ToList();
        return new FixtureRows([.. rows.SelectMany(row => row.Keys).Distinct(StringComparer.OrdinalIgnoreCase)], rows, null);
    }

    /// <summary>Rows of a text: <c>csv</c>, where nothing is null, or <c>sql</c>.</summary>
    public static FixtureRows Read(string format, string text, char delimiter = ',')
    {
        if (format == "sql")
        {
            return new FixtureRows([], [], text.Trim().TrimEnd(';'));
        }

        var records = SeedFile.Records(text, delimiter).Select(record => record.Fields).ToList();
        var names = records.Count == 0 ? [] : records[0].Select(name => name.Trim()).ToList();
        var rows = records.Skip(1).Select(fields => names.Zip(fields).ToDictionary(pair => pair.First, pair => pair.Second.Length == 0 ? null : (object?)pair.Second, StringComparer.OrdinalIgnoreCase)).ToList();
        return new FixtureRows(names, rows, null);
    }

    /// <summary>Those of the columns that are told, in the order of the rows; all of them where nothing is told of any.</summary>
    public IReadOnlyList<RelationColumn> Columns(IReadOnlyList<RelationColumn> known, IReadOnlyList<string>? told, Func<string, Exception> unknown) => (told ?? names).Count == 0 ? known
        : [.. (told ?? names).Select(name => known.FirstOrDefault(column => string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase)) ?? throw unknown(name))];

    /// <summary>A statement that gives the rows with these columns.</summary>
    public string Sql(IReadOnlyList<RelationColumn> columns)
    {
        if (sql is not null)
        {
            return columns.Count == 0 ? sql : $"select {string.Join(", ", columns.Select(column => $"cast({column.Quoted} as {column.Type}) as {column.Quoted}"))} from (\n{sql}\n) dbt_internal_rows";
        }

        string Row(Dictionary<string, object?> row) =>
            "select " + string.Join(", ", columns.Select(column => $"cast({Literal(row.GetValueOrDefault(column.Name))} as {column.Type}) as {column.Quoted}"));
        return rows.Count == 0 ? Row([]) + " where false" : string.Join("\nunion all ", rows.Select(Row));
    }

    private static string Literal(object? value) => value switch
    {
        null => "null",
        bool truth => truth ? "true" : "false",
        string text => SqlText.Literal(text),
        PyList list => $"[{string.Join(", ", list.Select(Literal))}]",
        PyDict dict => $"{{{string.Join(", ", dict.Select(pair => $"{SqlText.Literal(pair.Key?.ToString() ?? "")}: {Literal(pair.Value)}"))}}}",
        IJinjaText shown => SqlText.Literal(shown.Text(false)),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "null",
    };
}
