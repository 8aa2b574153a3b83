using System.Globalization;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Contracts;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake;
using Talentys.Lake.Public;
using Talentys.Query.Public;
using Talentys.Query.Stages;

namespace Talentys.Query.Tests.Statements;

/// <summary>Statements over tables whose files are chosen: they give what they would give without.</summary>
public sealed class PruningTests : IAsyncLifetime
{
    private const int Files = 40;
    private static readonly TableName Events = new("main", "events");
    private QueryServer server = null!;

    public async ValueTask InitializeAsync()
    {
        server = await QueryServer.StartAsync();
        using var engine = DuckInstance.Open(new DuckOptions { MemoryBytes = EngineBudget.Least });
        using var connection = engine.Connect();
        await using var write = await server.Services.GetRequiredService<ILake>().BeginAsync(QueryServer.Scope, Events, WriteMode.Append, CancellationToken.None);
        for (var file = 0; file < Files; file++)
        {
            // bounds that lie apart, overlap, are missing, or hold only nulls; texts that are cut in bounds; NaN and infinity
            await write.WriteAsync(
                connection,
                $"""
                select {file} * 10 + i::int as id, ({file} * 10 + i) * 3000000000 as big, (({file} * 10 + i) / 4)::decimal(9,2) as price,
                    case when {file} % 5 = 0 then 'nan'::double when i = 3 then null when i = 4 then 'inf'::double else {file} + i / 8 end as x,
                    case when {file} % 7 = 0 then null else repeat('word', 5) || chr((65 + {file} % 20)::int) || i end as word,
                    date '2026-01-01' + {file} as day, timestamp '2026-01-01' + interval {file} day + interval (i) hour as moment,
                    case when {file} < 20 then 'a' || i else '😀' || {file} end as short
                from range(8) t(i)
                """,
                null, CancellationToken.None);
        }

        await write.CommitAsync(Ids.New(), new Dictionary<string, string>(), CancellationToken.None);
        await server.MakeAsync(new("main", "names"), "select i::int as id, 'n' || i as name from range(0, 400, 7) t(i)");
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData("select count(*), sum(id) from events where id = 123", 1)]
    [InlineData("select count(*), sum(id) from events where 123 <= id and id < 130", 1)]
    [InlineData("select count(*), sum(id) from events e where e.day between '2026-01-05' and date '2026-01-07'", 3)]
    [InlineData("select count(*), sum(id) from events where main.events.moment >= timestamp '2026-02-08 03:00:00'", 2)]
    [InlineData("select count(*), sum(id) from events where day in ('2026-01-01', '2026-01-03') or id = 395", 3)]
    [InlineData("select count(*), sum(id) from events where word is null and day > '2026-01-10'", 4)]
    [InlineData("select count(*), sum(id) from events where short like '😀3%'", 10)]
    [InlineData("select count(*), sum(id) from events where price = 2.5", 1)]
    [InlineData("select count(*), sum(id) from events where big > 1170000000000", 1)]
    [InlineData("select count(*), sum(e.id) from events e join names n on n.id = e.id where e.id < 25 and n.name <> 'n7'", 3)]
    [InlineData("with old as (select * from events where id < 10) select count(*), sum(id) from old", 1)]
    [InlineData("select (select count(*) from events where id = 5), (select count(*) from events where id = 395)", 2)]
    [InlineData("select count(*), sum(id) from events where false or id = 4", 1)]
    [InlineData("with e as (select * from events) select count(*), sum(id) from e where id = 123", 1)]
    [InlineData("with e as (select id as k, day from events where id < 100), f as (from e) select count(*), sum(k) from f where k >= 85", 2)]
    [InlineData("with e as (select * from events) select (select count(*) from e where id = 5), (select count(*) from e where id = 395)", 2)]
    [InlineData("select count(*), sum(id) from (select id, day, price + 1 as more from events order by id) e where e.day = '2026-01-05'", 1)]
    [InlineData("select count(*), sum(day) from (select id as day, day as id from events) e where day = 5", 1)]
    [InlineData("select count(*), sum(e.id) from events e join names n on n.id = e.id and e.day <= '2026-01-02'", 2)]
    [InlineData("select count(*), sum(id) from (select e.id, n.name from events e join names n on n.id = e.id) j where j.id < 25 and name <> 'n7'", 3)]
    [InlineData("with e as (select * from events) select count(*) from e union all select count(*) from e where id = 5", Files)]
    [InlineData("with c(a) as (select id from events) select count(*) from c where a = 5", Files)]
    [InlineData("select count(*), sum(id) from (select * from events order by id limit 100) where id = 5", Files)]
    [InlineData("select count(*), sum(n) from (select id, count(*) over () as n from events) where id = 5", Files)]
    [InlineData("select n from (select count(*) as n, 5 as id from events) where id = 5", Files)]
    [InlineData("select count(*), sum(n) from (select id, count(*) as n from events group by all) where id = 5", Files)]
    [InlineData("select count(*), sum(day) from (select id, id + 100 as day from events) where day = 105", Files)]
    [InlineData("select count(*), sum(id) from (select *, 5 as day_1, id as day from events) where day_1 = 5", Files)]
    [InlineData("select count(*), sum(id) from (select e.id, e.word from names n left join events e on n.id = e.id) where word is null", Files)]
    [InlineData("select count(*), sum(e.id) from names n left join events e on n.id = e.id and e.day = '2026-01-02'", Files)]
    [InlineData("select count(*) from (select * from events union all select * from events) where id = 5", Files)]
    [InlineData("select count(*), sum(id) from events where short = upper('a1')", Files)]
    [InlineData("select count(*), sum(id) from events tablesample 100% where id = 5", Files)]
    [InlineData("select count(*), sum(b) from events as e(b) where b = 5", Files)]
    [InlineData("select count(*) from names n anti join events e on n.id = e.id where id = 7", Files)]
    [InlineData("select count(*) from names n left join events e on n.id = e.id where e.word is null", Files)]
    [InlineData("select count(*) from (describe events)", 0)]
    public async Task Only_the_files_are_read_that_can_have_what_is_asked_for(string sql, int files)
    {
        Assert.Equal(await RowsWithoutPruningAsync(sql), await RowsAsync(sql));
        Assert.Equal(files, await FilesAsync(sql));
    }

    [Fact]
    public async Task Any_condition_gives_the_rows_that_it_would_give_without_choosing_files()
    {
        var random = new Random(20260301);
        for (var round = 0; round < 60; round++)
        {
            var condition = Condition(random, 2);
            var pruned = await RowsAsync(Around(random, condition));
            var whole = await RowsAsync($"select count(*), sum(id), min(id), max(id) from events where coalesce(({condition}), false)");
            Assert.True(pruned == whole, $"{condition}: {pruned} instead of {whole}");
        }
    }

    [Theory]
    [InlineData("select count(*) from events", "count_star()", true)]
    [InlineData("select count(*) n, min(moment), max(e.price), min(id), min(day) d from events e", "n,min(moment),max(e.price),min(id),d", true)]
    [InlineData("select max(price), min(moment), max(big) as \"the most\" from events", "max(price),min(moment),the most", true)]
    [InlineData("select min(\"word\"), count(*) from events at (version => 1)", "min(word),count_star()", false)]
    [InlineData("select max(word) from events", "max(word)", false)]
    [InlineData("select max(x) from events", "max(x)", false)]
    [InlineData("select count(id) from events", "count(id)", false)]
    [InlineData("select count(*) from events where id > 5", "count_star()", false)]
    [InlineData("select count(*) from events limit 0", "count_star()", false)]
    [InlineData("select count(*) filter (id > 3) from events", "count_star() FILTER (WHERE (id > 3))", false)]
    public async Task Figures_of_a_whole_table_come_from_its_metadata_alone(string sql, string names, bool told)
    {
        var query = await PlannedAsync(sql);

        Assert.Equal(told, query.Composed is not null);
        using var response = await server.Ann.PostAsJsonAsync("/api/v1/query", new QueryRequest(sql));
        var answer = System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(names, string.Join(",", answer.GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("name").GetString())));
        var types = answer.GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("type").GetString()).ToList();
        var whole = await server.Ann.PostAsJsonAsync("/api/v1/query", new QueryRequest($"from ({sql}) as t"));
        var expected = System.Text.Json.JsonDocument.Parse(await whole.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(types, expected.GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("type").GetString()));
        Assert.Equal(expected.GetProperty("rows").ToString(), answer.GetProperty("rows").ToString());
    }

    private static string Around(Random random, string condition)
    {
        const string Figures = "select count(*), sum(id), min(id), max(id) from";
        return random.Next(6) switch
        {
            0 => $"with e as (select * from events) {Figures} e where {condition}",
            1 => $"with e as (select id, big, price, x, word, day, moment, short, id * 2 as other from events), f as (from e) {Figures} f where {condition}",
            2 => $"{Figures} (select short, moment, day, word, x, price, big, id from events order by x) where {condition}",
            3 => $"{Figures} events join (select 1 as one) on {condition}",
            4 => $"with e as (select * from events where {condition}) {Figures} (from e where id > 200 union all from e where id <= 200)",
            _ => $"{Figures} events where {condition}",
        };
    }

    private static string Condition(Random random, int depth)
    {
        if (depth > 0 && random.Next(2) == 0)
        {
            var word = random.Next(2) == 0 ? "and" : "or";
            return $"({Condition(random, depth - 1)} {word} {Condition(random, depth - 1)})";
        }

        string[] columns = ["id", "big", "price", "x", "word", "day", "moment", "short"];
        var column = columns[random.Next(columns.Length)];
        string[] operators = ["=", "<>", "<", "<=", ">", ">="];
        return random.Next(8) switch
        {
            0 => $"{column} is null",
            1 => $"{column} is not null",
            2 => $"{column} in ({Value(random, column)}, {Value(random, column)})",
            3 => $"{column} not in ({Value(random, column)}, {Value(random, column)})",
            4 => $"{column} between {Value(random, column)} and {Value(random, column)}",
            5 when column is "word" or "short" => $"{column} like {Value(random, column)[..^1]}%'",
            6 => $"{Value(random, column)} {operators[random.Next(operators.Length)]} {column}",
            _ => $"{column} {operators[random.Next(operators.Length)]} {Value(random, column)}",
        };
    }

    private static string Value(Random random, string column)
    {
        var n = random.Next(-20, 420);
        return column switch
        {
            "id" => random.Next(4) switch { 0 => $"'{n}'", 1 => $"{n}.5", 2 => $"{n}.0", _ => $"{n}" },
            "big" => $"{n * 3_000_000_000L}",
            "price" => random.Next(2) == 0 ? (n / 4m).ToString(CultureInfo.InvariantCulture) : $"{n}",
            "x" => random.Next(5) switch { 0 => "'nan'::double", 1 => "'inf'::double", 2 => $"{n / 10}.125", _ => $"{n / 10}" },
            "word" => $"'wordwordwordwordword{(char)('A' + random.Next(22))}{random.Next(9)}'",
            "short" => random.Next(2) == 0 ? $"'a{random.Next(9)}'" : $"'😀{random.Next(18, 42)}'",
            "day" => random.Next(3) switch { 0 => $"'2026-01-{random.Next(1, 31):00}'", 1 => $"date '2026-02-{random.Next(1, 28):00}'", _ => $"timestamp '2026-01-{random.Next(1, 31):00} {random.Next(24):00}:00:00'" },
            _ => random.Next(2) == 0 ? $"'2026-01-{random.Next(1, 31):00} {random.Next(24):00}:30:00'" : $"date '2026-01-{random.Next(1, 31):00}'",
        };
    }

    private async Task<string> RowsAsync(string sql) =>
        string.Join(";", (await server.QueryAsync(sql)).Select(row => string.Join(",", row)));

    private async Task<string> RowsWithoutPruningAsync(string sql)
    {
        var options = server.Services.GetRequiredService<LakeOptions>();
        var above = options.PlanFilesAbove;
        options.PlanFilesAbove = int.MaxValue;
        try
        {
            return await RowsAsync(sql);
        }
        finally
        {
            options.PlanFilesAbove = above;
        }
    }

    private async Task<long> FilesAsync(string sql)
    {
        var query = await PlannedAsync(sql);
        return query.Scans.Where(scan => scan.Key.Name == Events).Sum(scan => scan.Value.Files);
    }

    private async Task<QueryInFlight> PlannedAsync(string sql)
    {
        var order = new QueryOrder
        {
            Sql = sql,
            Principal = new Principal("ann", PrincipalKind.User, "ann", QueryServer.Scope.Organisation, new HashSet<string> { Roles.Reader }, Principal.EmptySet, Principal.EmptyAttributes),
            Scope = QueryServer.Scope,
            Surface = "test",
        };
        var query = new QueryInFlight("test", order, DateTimeOffset.UnixEpoch);
        foreach (var stage in new IQueryStage[]
        {
            server.Services.GetRequiredService<ParseStage>(), server.Services.GetRequiredService<BindStage>(), server.Services.GetRequiredService<PlanStage>(),
        })
        {
            await stage.RunAsync(query, CancellationToken.None);
        }

        return query;
    }
}
