namespace Talentys.Query.Tests.Lineage;

/// <summary>Draws nested queries over three small tables whose results do not depend on the order of rows.</summary>
internal sealed class RandomQuery(int seed)
{
    /// <summary>Tables and columns, all whole numbers.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Tables = new Dictionary<string, string[]>
    {
        ["r1"] = ["a", "b", "c"],
        ["r2"] = ["a", "d", "e"],
        ["r3"] = ["b", "f"],
    };

    private readonly Random random = new(seed);
    private int names;

    /// <summary>A query with two or three columns.</summary>
    public string Draw() => Query(2, 2 + random.Next(2), []);

    private string Query(int depth, int columns, IReadOnlyList<string> outer) => random.Next(depth > 0 ? 9 : 4) switch
    {
        0 or 1 => Plain(depth, columns, outer),
        2 => Grouped(depth, columns, outer),
        3 => Window(depth, columns, outer),
        4 => $"({Query(depth - 1, columns, outer)}) {Pick("UNION ALL", "UNION", "INTERSECT", "EXCEPT", "UNION ALL BY NAME")} ({Query(depth - 1, columns, outer)})",
        5 => $"SELECT DISTINCT * FROM ({Query(depth - 1, columns, outer)}) AS {Name()}",
        6 => $"SELECT * FROM ({Query(depth - 1, columns, outer)}) AS {Name()} ORDER BY ALL LIMIT 2",
        7 => Cte(depth, columns, outer),
        _ => Recursive(columns),
    };

    private string Plain(int depth, int columns, IReadOnlyList<string> outer)
    {
        var (from, names) = From(depth, outer);
        return $"SELECT {List(columns, _ => Value(depth, names, outer))} FROM {from}{Where(depth, names, outer)}";
    }

    private string Grouped(int depth, int columns, IReadOnlyList<string> outer)
    {
        var (from, names) = From(depth, outer);
        var having = random.Next(3) == 0 ? $" HAVING {Aggregate(names)} > {random.Next(4)}" : "";
        return $"SELECT {List(columns, i => i == 0 ? Value(0, names, []) : Aggregate(names))} FROM {from}{Where(depth, names, outer)} GROUP BY 1{having}";
    }

    private string Window(int depth, int columns, IReadOnlyList<string> outer)
    {
        var (from, names) = From(depth, outer);
        var qualify = random.Next(3) == 0 ? $" QUALIFY rank() OVER (PARTITION BY {Column(names)} ORDER BY {Column(names)}) < 3" : "";
        return $"SELECT {List(columns, i => i == 0 ? Value(0, names, []) : Over(names))} FROM {from}{Where(depth, names, outer)}{qualify}";
    }

    private string Over(IReadOnlyList<string> names) => random.Next(3) switch
    {
        0 => $"rank() OVER (PARTITION BY {Column(names)} ORDER BY {Column(names)})",
        1 => $"{Aggregate(names)} OVER (PARTITION BY {Column(names)})",
        _ => $"{Aggregate(names)} OVER (ORDER BY {Column(names)})",
    };

    private string Cte(int depth, int columns, IReadOnlyList<string> outer)
    {
        var cte = Name();
        var query = Query(depth - 1, 2, outer);
        var (x, y) = (Name(), Name());
        IReadOnlyList<string> names = [$"{x}.p", $"{x}.q", $"{y}.p", $"{y}.q"];
        return $"WITH {cte}(p, q) AS ({query}) SELECT {List(columns, _ => Value(0, names, []))} FROM {cte} AS {x} {Pick("JOIN", "LEFT JOIN")} {cte} AS {y} ON {x}.p = {y}.q";
    }

    private string Recursive(int columns)
    {
        var cte = Name();
        IReadOnlyList<string> names = [$"{cte}.p", $"{cte}.q"];
        var table = Pick([.. Tables.Keys]);
        var (one, other) = (Tables[table][0], Tables[table][1]);
        return $"WITH RECURSIVE {cte}(p, q, n) AS (SELECT {one}, {other}, 0 FROM {table} UNION ALL SELECT q, p + {random.Next(3)}, n + 1 FROM {cte} WHERE n < 3 AND p < 5) "
            + $"SELECT {List(columns, _ => Value(0, names, []))} FROM {cte}";
    }

    private (string From, IReadOnlyList<string> Columns) From(int depth, IReadOnlyList<string> outer)
    {
        var (from, columns) = Item(depth, outer);
        if (random.Next(3) > 0)
        {
            return (from, columns);
        }

        if (random.Next(4) == 0)
        {
            var (x, y) = (Name(), Name());
            return ($"r1 AS {x} {Pick("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN")} r2 AS {y} USING (a)", ["a", $"{x}.b", $"{y}.d"]);
        }

        var (right, others) = Item(depth - 1, outer);
        return random.Next(4) switch
        {
            0 => ($"{from} CROSS JOIN {right}", [.. columns, .. others]),
            1 => ($"{from} {Pick("SEMI", "ANTI")} JOIN {right} ON {Column(columns)} = {Column(others)}", columns),
            _ => ($"{from} {Pick("JOIN", "LEFT JOIN", "FULL JOIN")} {right} ON {Column(columns)} = {Column(others)}", [.. columns, .. others]),
        };
    }

    private (string From, IReadOnlyList<string> Columns) Item(int depth, IReadOnlyList<string> outer)
    {
        var alias = Name();
        if (depth <= 0 || random.Next(2) == 0)
        {
            var table = Pick([.. Tables.Keys]);
            return ($"{table} AS {alias}", [.. Tables[table].Select(column => $"{alias}.{column}")]);
        }

        var count = 1 + random.Next(3);
        return ($"({Query(depth - 1, count, outer)}) AS {alias}({string.Join(", ", Enumerable.Range(0, count).Select(i => $"k{i}"))})",
            [.. Enumerable.Range(0, count).Select(i => $"{alias}.k{i}")]);
    }

    private string Where(int depth, IReadOnlyList<string> names, IReadOnlyList<string> outer) =>
        random.Next(2) == 0 ? "" : $" WHERE {Condition(depth, names, outer)}";

    private string Condition(int depth, IReadOnlyList<string> names, IReadOnlyList<string> outer) => random.Next(depth > 0 ? 5 : 2) switch
    {
        0 => $"{Value(0, names, outer)} {Pick("=", "<", ">=", "<>")} {random.Next(4)}",
        1 => $"{Column(names)} IS NOT NULL",
        2 => $"{Pick("", "NOT ")}EXISTS (SELECT 1 FROM r3 AS z WHERE z.b = {Column(names)} AND z.f > {random.Next(3)})",
        3 => $"{Column(names)} {Pick("IN", "NOT IN")} ({Query(0, 1, names)})",
        _ => $"({Condition(depth - 1, names, outer)} {Pick("AND", "OR")} {Condition(depth - 1, names, outer)})",
    };

    private string Value(int depth, IReadOnlyList<string> names, IReadOnlyList<string> outer) => random.Next(depth > 0 ? 9 : 6) switch
    {
        0 or 1 or 2 => Column(names),
        3 => $"{Column(names)} + {Column(outer.Count > 0 && random.Next(2) == 0 ? outer : names)}",
        4 => $"CASE WHEN {Column(names)} > {random.Next(3)} THEN {Column(names)} ELSE {random.Next(5)} END",
        5 => $"coalesce({Column(names)}, {Column(names)})",
        6 => $"(SELECT {Pick("max", "sum", "count")}(z.d) FROM r2 AS z WHERE z.a >= {Column(names)})",
        7 => $"(EXISTS (SELECT 1 FROM r3 AS z WHERE z.f = {Column(names)}))::INTEGER",
        _ => $"({Column(names)} IN (SELECT z.e FROM r2 AS z))::INTEGER",
    };

    private string Aggregate(IReadOnlyList<string> names) =>
        random.Next(5) == 0 ? "count(*)" : $"{Pick("sum", "min", "max", "count")}({Column(names)})";

    private string List(int columns, Func<int, string> value) =>
        string.Join(", ", Enumerable.Range(0, columns).Select(i => $"{value(i)} AS c{i}"));

    private string Column(IReadOnlyList<string> names) => names[random.Next(names.Count)];

    private string Name() => $"n{names++}";

    private string Pick(params string[] choices) => choices[random.Next(choices.Length)];
}
