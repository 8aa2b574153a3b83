using CsCheck;

namespace Talentys.Governance.Tests.Bypass;

/// <summary>Statements over the planted tables, put together at random of parts that each try something.</summary>
internal static class RandomAttempt
{
    private static readonly string[] Columns = ["id", "name", "email", "phone", "region", "income", "born", "note", "address", "tags", "code", "nick", "score"];

    private static readonly Gen<string> Column = Gen.Int[0, Columns.Length - 1].Select(i => Columns[i]);

    private static readonly Gen<string> Expression = Gen.Select(Column, Column, Gen.Int[0, 19]).Select((name, other, form) => form switch
    {
        0 => name,
        1 => $"cast({name} as varchar)",
        2 => $"max(cast({name} as varchar)) over ()",
        3 => $"coalesce(cast({name} as varchar), cast({other} as varchar), 'none')",
        4 => $"list_transform([{name}], lambda x: x)",
        5 => $"{{'v': {name}, 'w': {other}}}",
        6 => $"(select any_value({name}) from crm.customers)",
        7 => $"try_cast({name} as integer)",
        8 => $"cast({name} as integer)",
        9 => $"reverse(reverse(cast({name} as varchar)))",
        10 => $"struct_pack(a := {name}).a",
        11 => $"lag({name}) over (order by {other})",
        12 => $"[x for x in [{name}]]",
        13 => $"(select list(k.{name} order by k.{other}) from crm.customers k)",
        14 => $"first_value({name}) over (partition by region order by {other} rows between unbounded preceding and unbounded following)",
        15 => $"case when {other} is null then {name} else {name} end",
        16 => $"md5(cast({name} as varchar)) = md5('x') or error(cast({name} as varchar))",
        17 => $"(select count(*) from crm.customers k where k.{name} = c.{name})",
        18 => $"map([cast({name} as varchar)], [{other}])",
        _ => $"regexp_replace(cast({name} as varchar), 'z', 'q')",
    });

    private static readonly Gen<string> Condition = Gen.Select(Column, Gen.Int[0, 11]).Select((name, form) => form switch
    {
        0 => "true",
        1 => $"{name} is not null",
        2 => $"cast({name} as varchar) like '%9%'",
        3 => $"case when cast({name} as varchar) like '%e%' then error(cast({name} as varchar)) else true end",
        4 => $"cast({name} as integer) = 1",
        5 => $"exists (select 1 from crm.customers k where k.{name} is not null)",
        6 => $"{name} in (select {name} from crm.customers)",
        7 => "region = 'south' or region is null",
        8 => $"{name} = (select max({name}) from crm.customers)",
        9 => $"{name} is distinct from null",
        10 => $"{name} >= all (select {name} from crm.customers where {name} is not null)",
        _ => "id > 2",
    });

    private static readonly string[] Sources =
    [
        "crm.customers c", "(select * from crm.customers) c", "(from crm.customers) c", "crm.customers c join shop.orders o on o.customer_id = c.id",
        "crm.customers c natural join (select id from crm.customers) k", "(select * from crm.customers union all by name select * from crm.customers) c",
        "crm.customers at (version => 1) c", "crm.customers c tablesample 100 percent", "crm.customers c, lateral (select c.email as again, c.name as nome) l",
        "crm.customers c positional join shop.items i", "shop.items i asof join crm.customers c on i.id >= c.id", "crm.customers c semi join crm.events e on e.id = c.id",
        "crm.customers c full join hr.salaries s on s.id = c.id", "(select * from crm.customers except all select * from crm.customers where id = 1) c",
        "crm.customers c cross join (select unnest([1, 2]) as n)", "(select distinct on (region) * from crm.customers order by id desc) c",
    ];

    private static readonly Gen<string> Source = Gen.Int[0, Sources.Length - 1].Select(i => Sources[i]);

    private static readonly Gen<string> Select = Gen.Select(Expression.List[1, 3], Source, Condition)
        .Select((list, from, where) => $"select {string.Join(", ", list.Select((one, i) => $"{one} as x{i}"))} from {from} where {where}");

    /// <summary>A statement.</summary>
    public static Gen<string> Statement { get; } = Gen.Select(Select, Select, Column, Column, Gen.Int[0, 24]).Select((one, two, column, other, form) => form switch
    {
        0 => $"{one} union all by name {two}",
        1 => $"select x0 from ({one}) intersect select x0 from ({two})",
        2 => $"with a as ({one}), b as ({two}) select * from a, b",
        3 => $"pivot crm.customers on {column} using count(*) group by {other}",
        4 => $"pivot ({one}) on x0 using count(*)",
        5 => $"with p as (pivot crm.customers on cast({column} as varchar) using max({other})) from p",
        6 => $"unpivot (select cast(columns(*) as varchar) from crm.customers) on {column}, {other}",
        7 => $"explain analyze {one}",
        8 => $"explain (format json) {one}",
        9 => $"explain (analyze, format json) {one}",
        10 => $"summarize {one}",
        11 => $"select min, max, q25, count from (summarize select {column} from crm.customers)",
        12 => $"describe {one}",
        13 => $"select {column}, {other}, count(*) from crm.customers group by grouping sets (({column}), ({other}), ())",
        14 => $"select {column}, row_number() over w, max({other}) over w from crm.customers window w as (order by {other}) qualify row_number() over w < 3",
        15 => $"with recursive r(v, n) as (select cast({column} as varchar), 1 from crm.customers union all select v, n + 1 from r where n < 3) select * from r",
        16 => $"select columns('{column}|{other}') from crm.customers",
        17 => $"select * exclude ({other}) replace (cast({column} as varchar) as {column}) from crm.customers",
        18 => $"select c from crm.customers c where {column} is not null",
        19 => $"select histogram(cast({column} as varchar)), arg_max({column}, {other}), quantile_disc({column}, 0.5) from crm.customers",
        20 => $"select * from crm.customers order by cast({column} as integer) limit 1",
        21 => $"select ({one} limit 1)",
        22 => $"select string_agg(cast({column} as varchar), ',' order by {other}) from crm.customers having count(*) > 0",
        _ => one,
    });
}
