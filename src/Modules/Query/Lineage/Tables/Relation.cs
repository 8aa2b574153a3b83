using Talentys.Query.Lineage.Flows;

namespace Talentys.Query.Lineage.Tables;

/// <summary>A column of anything that gives rows.</summary>
internal sealed record Column(string Name, Flow Flow, SqlType? Type);

/// <summary>Anything that gives rows: a table, a view, a subquery.</summary>
/// <param name="Columns">Its columns.</param>
/// <param name="Rows">What decides which rows there are.</param>
/// <param name="Open">Set when it has further columns that are not known.</param>
internal sealed record Relation(IReadOnlyList<Column> Columns, Influence Rows, OpenColumns? Open = null)
{
    /// <summary>The relation under other names of its first columns.</summary>
    public Relation Renamed(IReadOnlyList<string> names) => names.Count == 0 ? this : this with
    {
        Columns = [.. Columns.Select((column, i) => i < names.Count ? column with { Name = names[i] } : column),
            // an unknown table's first columns get names here, whatever they were called
            .. Open is null ? [] : names.Skip(Columns.Count).Select(name => new Column(name, Flow.Constant, null))],
    };

    /// <summary>As a subquery shows it: no two columns of one name.</summary>
    public Relation Distinct()
    {
        var seen = new HashSet<string>(SqlNames.Comparer);
        if (Columns.All(column => seen.Add(column.Name)))
        {
            return this;
        }

        seen.Clear();
        var columns = new List<Column>(Columns.Count);
        foreach (var column in Columns)
        {
            var name = column.Name;
            for (var i = 1; !seen.Add(name); i++)
            {
                name = $"{column.Name}_{i}";
            }

            columns.Add(column with { Name = name });
        }

        return this with { Columns = columns };
    }
}

/// <summary>Columns of tables that the catalog does not know.</summary>
/// <param name="Tables">Their names as written.</param>
/// <param name="Made">What columns of functions among them are made of; else null.</param>
internal sealed record OpenColumns(IReadOnlyList<string> Tables, Flow? Made)
{
    /// <summary>Rows of all of them stand under each other, so that a column of a name is that of each.</summary>
    public bool AreStacked { get; private init; }

    /// <summary>Whether a column of a name may be of one of several tables.</summary>
    public bool IsUnclear => !AreStacked && Tables.Count + (Made is null ? 0 : 1) > 1;

    public static OpenColumns Of(string table) => new([table], null);

    public static OpenColumns Of(Flow made) => new([], made);

    /// <summary>The columns of both; null when there are none.</summary>
    public static OpenColumns? Both(OpenColumns? one, OpenColumns? other) =>
        one is null || ReferenceEquals(one, other) ? other
        : other is null ? one
        : new OpenColumns([.. one.Tables.Union(other.Tables, SqlNames.Comparer)], one.Made is { } made ? made.Or(other.Made ?? made) : other.Made);

    /// <summary>The columns of both sides of a set operation.</summary>
    public static OpenColumns? Stacked(OpenColumns? one, OpenColumns? other) =>
        one is { IsUnclear: false } && other is { IsUnclear: false } ? Both(one, other)! with { AreStacked = true } : Both(one, other);

    /// <summary>What flows into a column of a name; nothing when it cannot be told of which table it is.</summary>
    public Flow Column(TableStates tables, string name) =>
        IsUnclear ? Flow.Constant
        : Tables.Select(table => Flow.Of(tables.Number(table, name))).Aggregate(Made, (all, table) => all?.Or(table) ?? table)!;

    /// <summary>What flows into all of them.</summary>
    public Flow All(TableStates tables) =>
        Tables.Select(table => Flow.Of(tables.Number(table, "*"))).Aggregate(Made ?? Flow.Nothing, (all, table) => all.Or(table));
}
