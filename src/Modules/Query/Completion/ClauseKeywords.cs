namespace Talentys.Query.Completion;

/// <summary>Keywords that can stand in each clause, the likeliest first.</summary>
internal static class ClauseKeywords
{
    private static readonly string[] Terms = ["case", "not", "exists", "cast", "try_cast", "interval", "null", "true", "false"];

    private static readonly string[] Operators =
        ["and", "or", "as", "in", "is null", "is not null", "between", "like", "ilike", "not in", "not like", "when", "then", "else", "end", "asc", "desc", "over", "filter", "partition by", "order by", "collate"];

    private static readonly string[] Joins =
        ["join", "left join", "inner join", "right join", "full join", "cross join", "asof join", "semi join", "anti join", "positional join", "lateral"];

    private static readonly string[] Starts =
    [
        "select", "from", "with", "describe", "summarize", "show tables", "show all tables", "explain", "explain analyze", "insert into", "update", "delete from", "merge into",
        "create table", "create or replace table", "create view", "create or replace view", "alter table", "alter view", "drop table", "drop view", "truncate", "comment on table",
        "pivot", "unpivot", "values", "recursive",
    ];

    private static readonly string[] Ends = ["where", "group by", "group by all", "order by", "order by all", "limit", "having", "qualify", "union all", "union", "union by name", "except", "intersect", "window", "using sample"];

    /// <summary>The keywords of a place.</summary>
    public static IReadOnlyList<string> Of(QueryPlace place) => place.Clause switch
    {
        _ when place.WantsSource => ["lateral", "values", "unnest"],
        QueryClause.Start => Starts,
        QueryClause.With => ["as", "materialized", "not materialized", "select", "from"],
        QueryClause.Target => ["set", "values", "select", "using", "where", "on", "when matched then", "when not matched then", "add column", "drop column", "rename to", "returning"],
        QueryClause.From => place.BeginsTerm ? Joins : [.. Joins, "on", "using", "as", "at (version => )", .. Ends],
        QueryClause.Select when place.BeginsTerm => ["distinct", "distinct on", "from", .. Terms, "exclude", "replace", "columns"],
        QueryClause.Select => ["from", "as", .. Operators, "exclude", "replace", .. Ends],
        QueryClause.Limit => ["offset", "union all"],
        QueryClause.Using => [],
        _ when place.BeginsTerm => ["all", .. Terms],
        QueryClause.OrderBy => ["asc", "desc", "nulls first", "nulls last", "limit", .. Operators],
        QueryClause.On => [.. Operators, .. Joins, .. Ends],
        _ => [.. Operators, .. Ends],
    };
}
