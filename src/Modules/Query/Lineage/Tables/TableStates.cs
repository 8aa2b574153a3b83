using Talentys.Query.Lineage.Flows;
using Talentys.Query.Public;

namespace Talentys.Query.Lineage.Tables;

/// <summary>The tables that statements know: the catalog's, and those that earlier statements made.</summary>
internal sealed class TableStates
{
    private readonly Dictionary<string, List<TableState>> tables = new(SqlNames.Comparer);
    private readonly Dictionary<(string, string), int> numbers = [];
    private readonly List<(string Table, string Column)> sources = [];

    public TableStates(LineageCatalog catalog, LineageOptions options)
    {
        DefaultSchema = options.DefaultSchema;
        foreach (var (name, columns) in catalog.Tables)
        {
            Add(new TableState(name, SqlNames.Parts(name))
            {
                Relation = new Relation([.. columns.Select(column => Own(name, column.Column, SqlType.Parse(column.Type)))], Influence.None),
            });
        }
    }

    /// <summary>Schema of names without one.</summary>
    public string DefaultSchema { get; set; }

    public (string Table, string Column) Source(int number) => sources[number];

    /// <summary>The number of a source column.</summary>
    public int Number(string table, string column)
    {
        if (!numbers.TryGetValue((table, column), out var number))
        {
            numbers[(table, column)] = number = sources.Count;
            sources.Add((table, column));
        }

        return number;
    }

    /// <summary>A number that stands for something else than a source for a while.</summary>
    public int Temporary()
    {
        sources.Add(("", ""));
        return sources.Count - 1;
    }

    /// <summary>A column that is its own source.</summary>
    public Column Own(string table, string column, SqlType? type) => new(column, Flow.Of(Number(table, column)), type);

    public TableState? Find(string? catalog, string? schema, string name)
    {
        if (!tables.TryGetValue(name, out var named))
        {
            return null;
        }

        // the schema in use first, then the one that is always there
        return named.LastOrDefault(table => table.Matches(catalog, schema, name, DefaultSchema))
            ?? (schema is null ? named.LastOrDefault(table => table.Parts.Count == 1 || table.Matches(catalog, "main", name, "main")) : null);
    }

    /// <summary>The table that was probably meant: one of the schema first.</summary>
    public string? Near(string? schema, string name)
    {
        var all = tables.Values.SelectMany(list => list).ToList();
        var beside = all.Where(table => SqlNames.Same(table.Parts.Count > 1 ? table.Parts[^2] : DefaultSchema, schema ?? DefaultSchema)).ToList();
        foreach (var some in new[] { beside, all })
        {
            if (SqlNames.Near(name, some.Select(table => table.Last)) is { } near)
            {
                return some.Find(table => SqlNames.Same(table.Last, near))!.Name;
            }
        }

        return null;
    }

    public void Add(TableState table)
    {
        if (!tables.TryGetValue(table.Last, out var named))
        {
            tables[table.Last] = named = [];
        }

        named.Add(table);
    }

    public void Remove(TableState table) => tables[table.Last].Remove(table);
}
