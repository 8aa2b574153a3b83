using Talentys.Query.Lineage.Flows;
using Talentys.Query.Lineage.Tables;

namespace Talentys.Query.Lineage.Trees;

/// <summary>A table of a FROM under its name there.</summary>
/// <param name="Alias">Its name.</param>
/// <param name="Schema">The schema that may stand before it; null after an alias.</param>
/// <param name="Catalog">Likewise.</param>
/// <param name="Relation">Its columns.</param>
internal sealed record Binding(string Alias, string? Schema, string? Catalog, Relation Relation)
{
    public Column? Find(string name) => Relation.Columns.FirstOrDefault(column => SqlNames.Same(column.Name, name));
}

/// <summary>A column that USING or NATURAL made one of several.</summary>
internal sealed record MergedColumn(string Name, IReadOnlyList<Binding> Bindings, Column Value);

/// <summary>The tables of a FROM.</summary>
internal sealed class FromClause(IReadOnlyList<Binding> bindings, IReadOnlyList<MergedColumn> merged, Influence rows)
{
    public static FromClause Empty { get; } = new([], [], Influence.None);

    public IReadOnlyList<Binding> Bindings { get; } = bindings;

    public IReadOnlyList<MergedColumn> Merged { get; } = merged;

    public Influence Rows { get; } = rows;

    public IEnumerable<string> ColumnNames => Bindings.SelectMany(binding => binding.Relation.Columns).Select(column => column.Name);

    public FromClause With(Influence more) => new(Bindings, Merged, more);

    /// <summary>The columns of a name without a table: one, none, or several.</summary>
    public IReadOnlyList<(Binding? Binding, Column Column)> Find(string name)
    {
        if (Merged.FirstOrDefault(column => SqlNames.Same(column.Name, name)) is { } merged)
        {
            return [(null, merged.Value)];
        }

        return [.. Bindings.Select(binding => (binding, binding.Find(name))).Where(pair => pair.Item2 is not null).Select(pair => ((Binding?)pair.binding, pair.Item2!))];
    }

    public Binding? Table(string alias) => Bindings.FirstOrDefault(binding => SqlNames.Same(binding.Alias, alias));

    /// <summary>The table that the first parts of a name mean, and how many parts those are.</summary>
    public IEnumerable<(Binding Binding, int Parts)> Tables(IReadOnlyList<string> parts)
    {
        foreach (var binding in Bindings)
        {
            if (parts.Count > 3 && binding.Catalog is not null && SqlNames.Same(binding.Catalog, parts[0]) && SqlNames.Same(binding.Schema!, parts[1])
                && SqlNames.Same(binding.Alias, parts[2]))
            {
                yield return (binding, 3);
            }
            else if (parts.Count > 2 && binding.Schema is not null && SqlNames.Same(binding.Schema, parts[0]) && SqlNames.Same(binding.Alias, parts[1]))
            {
                yield return (binding, 2);
            }
            else if (parts.Count > 1 && SqlNames.Same(binding.Alias, parts[0]))
            {
                yield return (binding, 1);
            }
        }
    }

    /// <summary>All columns as a star gives them: merged ones once.</summary>
    public IEnumerable<(Binding Binding, Column Column)> Star()
    {
        var given = new HashSet<MergedColumn>();
        foreach (var binding in Bindings)
        {
            foreach (var column in binding.Relation.Columns)
            {
                var merged = Merged.FirstOrDefault(one => SqlNames.Same(one.Name, column.Name) && one.Bindings.Contains(binding));
                if (merged is null)
                {
                    yield return (binding, column);
                }
                else if (given.Add(merged))
                {
                    yield return (binding, merged.Value);
                }
            }
        }
    }

    /// <summary>What tables the catalog does not know; null when there are none.</summary>
    public OpenColumns? Open() => Bindings.Select(binding => binding.Relation.Open).Aggregate((OpenColumns?)null, OpenColumns.Both);
}
