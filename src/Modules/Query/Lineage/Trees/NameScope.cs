using Talentys.Query.Lineage.Flows;
using Talentys.Query.Lineage.Tables;

namespace Talentys.Query.Lineage.Trees;

/// <summary>A value of an expression.</summary>
internal sealed record Value(Flow Flow, SqlType? Type)
{
    public static Value Constant { get; } = new(Flow.Constant, null);

    /// <summary>Its name as the table writes it, when it is a plain column.</summary>
    public string? Name { get; init; }

    public Value Field(string name) => new(Flow.Changed(), Type?.Field(name)) { Name = name };
}

/// <summary>What names mean at a place: each scope adds a little to the one around it.</summary>
internal sealed class NameScope(NameScope? outer)
{
    public NameScope? Outer { get; } = outer;

    /// <summary>A part of a WITH.</summary>
    public CommonTable? Cte { get; init; }

    /// <summary>Tables whose columns are seen.</summary>
    public FromClause? From { get; set; }

    /// <summary>Names of the SELECT list, as far as they may be used.</summary>
    public Dictionary<string, Value>? Aliases { get; set; }

    /// <summary>Names of the SELECT list that come later.</summary>
    public HashSet<string>? Later { get; set; }

    /// <summary>ORDER BY: a name of the list goes before a column.</summary>
    public bool AliasesFirst { get; init; }

    /// <summary>Names of a lambda.</summary>
    public Dictionary<string, Value>? Parameters { get; init; }

    /// <summary>The column that COLUMNS() is at the moment.</summary>
    public int? Star { get; init; }

    /// <summary>A SELECT stands here: what is unnested in it makes rows of it.</summary>
    public bool IsSelect { get; init; }

    /// <summary>What the list makes rows of.</summary>
    public Influence Unnested { get; set; } = Influence.None;

    public CommonTable? FindCte(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope.Cte is { } cte && SqlNames.Same(cte.Name, name))
            {
                return cte;
            }
        }

        return null;
    }

    public int? StarHere()
    {
        for (var scope = this; scope is not null; scope = scope.IsSelect ? null : scope.Outer)
        {
            if (scope.Star is { } star)
            {
                return star;
            }
        }

        return null;
    }

    public void Unnest(Flow flow)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope.IsSelect)
            {
                scope.Unnested = scope.Unnested.AndJoined(flow);
                return;
            }
        }
    }
}

/// <summary>A named part of a WITH; read when it is first used.</summary>
internal sealed class CommonTable(string name, Func<Relation> read)
{
    private Relation? relation;

    public string Name { get; } = name;

    /// <summary>A recursive part as it reads itself; <c>recurring</c> before its name means all rows that it has by now.</summary>
    public bool IsOwn { get; init; }

    public Relation Relation => relation ??= read();
}
