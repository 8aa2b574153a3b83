namespace Talentys.Ui.Features.Sql;

/// <summary>Keywords that are proposed while a statement is typed.</summary>
internal static class SqlKeywords
{
    /// <summary>All of them, as they are inserted.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "select", "from", "where", "group by", "group by all", "order by", "order by all", "having", "qualify", "limit", "offset", "distinct", "as", "and", "or", "not", "in", "is null",
        "is not null", "between", "like", "ilike", "exists", "case", "when", "then", "else", "end", "join", "left join", "right join", "full join", "inner join", "cross join",
        "asof join", "semi join", "anti join", "on", "using", "union all", "union", "union by name", "except", "intersect", "with", "recursive", "over", "partition by", "rows between",
        "unbounded preceding", "current row", "asc", "desc", "nulls first", "nulls last", "filter", "cast", "try_cast", "interval", "true", "false", "null", "values", "unnest", "lateral",
        "pivot", "unpivot", "exclude", "replace", "columns", "describe", "summarize", "show tables", "explain", "explain analyze", "using sample",
    ];
}
