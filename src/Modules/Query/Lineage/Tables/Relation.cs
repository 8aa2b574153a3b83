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

/// <summary>Columns of a table that the catalog does not know.</summary>
/// <param name="Table">Its name as written; null where it cannot be told which of several.</param>
/// <param name="Value">What they are made of instead, for the columns of a function; else null.</param>
internal sealed record OpenColumns(string? Table, Flow? Value);
