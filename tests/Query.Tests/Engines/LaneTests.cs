using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Engines;
using Talentys.Query.Limits;
using Talentys.Query.Public;
using Talentys.Query.Stages;

namespace Talentys.Query.Tests.Engines;

public sealed class LaneTests
{
    private static readonly string[] Small =
    [
        "select 1",
        "select * from main.big where id = 7",
        "select * from main.big limit 10",
        "select * from main.big order by amount limit 10",
        "select kind, sum(amount) from main.big group by kind",
        "select * from main.big a join main.big b on a.id = b.id",
        "select * from main.big a, main.big b where a.id = b.id",
        "select * from main.big, (select max(id) as m from main.big) t where id = m",
        "select unnest(generate_series(date '2024-01-01', current_date, interval 1 day))",
        "select range(len(l)) from (select list(kind) as l from main.big)",
        "with recursive up(id) as (select 7 union all select b.id from main.big b join up on b.id = up.id + 1 where b.id < 9) from up",
        "describe select * from range(100000000000)",
        "select count(*) from main.big a cross join (values (1), (2)) t(n)",
    ];

    private static readonly string[] Heavy =
    [
        "select count(*) from range(1000000) a, range(1000000) b where a.range + b.range = 7",
        "select count(*) from range(100000000000)",
        "select * from main.big a, main.big b",
        "select count(*) from main.big a join main.big b on a.id < b.id",
        "select list_sort(range(300000000))",
        "select list_sort(range(n))[1] from (values (300000000)) t(n)",
        "select length(repeat('x', n)) from (values (2000000000)) t(n)",
        "with recursive t(n) as (select 1 union all select n + 1 from t) select max(n) from t",
        "select * from main.huge order by id",
        "with c as (select * from main.huge a, main.big b) select count(*) from c",
    ];

    [Fact]
    public async Task Statements_are_told_small_and_heavy_by_their_shape_and_by_what_they_read()
    {
        var options = new QueryOptions();
        await using var server = await QueryServer.StartAsync(given =>
        {
            given.HeavyRows = 400_000; // of tables that a test can make
            options = given;
        });
        await server.MakeAsync(new("main", "big"), "select i::bigint as id, (i % 7)::varchar as kind, i * 0.5 as amount from range(100000) t(i)");
        await server.MakeAsync(new("main", "huge"), "select i::bigint as id from range(200000) t(i)");
        using var engineer = server.Client("eve", Roles.Engineer, Roles.Reader);
        using var made = await engineer.PostAsJsonAsync("/api/v1/query", new QueryRequest("create view main.pairs as select a.id from main.big a, main.big b"));
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);

        var wrong = new List<string>();
        foreach (var (statements, expected) in new[] { (Small, Lane.Small), (Heavy, Lane.Heavy), (["select count(*) from main.pairs"], Lane.Heavy) })
        {
            foreach (var sql in statements)
            {
                var lane = await LaneOfAsync(server, sql);
                if (lane != expected)
                {
                    wrong.Add($"{lane}: {sql}");
                }
            }
        }

        Assert.Empty(wrong);
        options.HeavyBytes = 1000;
        Assert.Equal(Lane.Heavy, await LaneOfAsync(server, "select sum(amount) from main.big"));
    }

    [Fact]
    public async Task What_would_read_too_much_is_refused_before_it_runs_and_the_first_rows_of_it_are_not()
    {
        var options = new QueryOptions();
        await using var server = await QueryServer.StartAsync(given =>
        {
            options = given;
        });
        await server.MakeAsync(new("main", "wide"), "select i::bigint as id, hash(i)::varchar as a, hash(i + 1)::varchar as b, hash(i + 2)::varchar as c from range(1000000) t(i)");
        var table = await server.Services.GetRequiredService<ILake>().FindAsync(QueryServer.Scope, new("main", "wide"), TableAt.Current, CancellationToken.None);
        options.Limits.ScannedBytes = table!.Files.Sum(file => file.Bytes) * 7 / 10;
        using var refused = await server.Ann.PostAsJsonAsync("/api/v1/query", new QueryRequest("select count(distinct a || b || c) from main.wide"));
        var problem = await QueryServer.ProblemAsync(refused, HttpStatusCode.TooManyRequests);
        Assert.Equal("query.too_many_bytes", problem.Code);
        Assert.Matches(@"about [\d.]+ MB of data files, and you may read [\d.]+ MB", problem.Detail);
        foreach (var sql in new[] { "from main.wide limit 10", "select sum(id) from main.wide", "describe main.wide" })
        {
            using var little = await server.Ann.PostAsJsonAsync("/api/v1/query", new QueryRequest(sql));
            Assert.Equal(HttpStatusCode.OK, little.StatusCode);
        }

        using var kept = await server.Ann.PostAsJsonAsync("/api/v1/results", new QueryRequest("from main.wide"));
        Assert.Equal("query.too_many_bytes", (await QueryServer.ProblemAsync(kept, HttpStatusCode.TooManyRequests)).Code);
    }

    [Fact]
    public void The_limits_of_a_user_come_before_those_of_the_role_the_organisation_and_all()
    {
        var options = new QueryOptions
        {
            Limits = new QueryLimits { Rows = 1, ResultBytes = 1, ScannedBytes = 1, Statements = 1 },
            OrganisationLimits = { ["acme"] = new QueryLimits { Rows = 2, ResultBytes = 2, ScannedBytes = 2 } },
            RoleLimits = { [Roles.Reader] = new QueryLimits { Rows = 3, ResultBytes = 3 }, [Roles.Engineer] = new QueryLimits { Rows = 4 } },
            UserLimits = { ["ann"] = new QueryLimits { Rows = 5 } },
        };

        Principal Someone(string name, string role) => new(name, PrincipalKind.User, name, "ACME", Roles.Including(role), Principal.EmptySet, Principal.EmptyAttributes);
        var ann = options.LimitsOf(Someone("Ann", Roles.Reader));
        var eve = options.LimitsOf(Someone("eve", Roles.Engineer));
        var ben = options.LimitsOf(Someone("ben", Roles.Reader));

        Assert.Equal((5, 3, 2, 1), (ann.Rows, ann.ResultBytes, ann.ScannedBytes, ann.Statements));
        Assert.Equal((4, 3, 2, 1), (eve.Rows, eve.ResultBytes, eve.ScannedBytes, eve.Statements));
        Assert.Equal((3, options.StatementTimeout), (ben.Rows, ben.StatementTimeout));
    }

    private static async Task<Lane> LaneOfAsync(QueryServer server, string sql)
    {
        var principal = new Principal("ann", PrincipalKind.User, "ann", QueryServer.Scope.Organisation, Roles.All, Principal.EmptySet, Principal.EmptyAttributes);
        var query = new QueryInFlight("lane", new QueryOrder { Sql = sql, Principal = principal, Scope = QueryServer.Scope, Surface = "test" }, DateTimeOffset.UnixEpoch);
        IQueryStage[] stages =
        [
            server.Services.GetRequiredService<ParseStage>(), server.Services.GetRequiredService<BindStage>(), server.Services.GetRequiredService<AuthorizeStage>(),
            server.Services.GetRequiredService<PlanStage>(), server.Services.GetRequiredService<LimitStage>(),
        ];
        foreach (var stage in stages)
        {
            await stage.RunAsync(query, CancellationToken.None);
        }

        return query.Lane;
    }
}
