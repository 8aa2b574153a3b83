using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Talentys.Contracts;

namespace Talentys.Host.Tests.CommandLine;

/// <summary>Many at once on one server, and those who ask for too much beside those who do not.</summary>
public class ManyUsersTests
{
    private static readonly string[] Greedy =
    [
        "select count(*) from range(100000000000) t(i) where hash(i) = 7",
        "select count(*) from range(1000000) a, range(1000000) b, range(1000000) c",
        "select length(repeat('x', n)) from (values (2000000000)) t(n)",
        "select list_sort(range(n))[1] from (values (300000000)) t(n)",
        "select list_sort(range(300000000))[1]",
        "select count(*) from (select regexp_replace(repeat('aab', 300000), '(a+)+b?', 'x' || i, 'g') as r from range(1000000) t(i)) where r like '%zz%'",
        "with recursive t(n) as (select 1 union all select n + 1 from t) select max(n) from t",
        "with recursive t(n) as (select 1 union all select n + 1 from t, range(10)) select count(*) from t",
        "select length(string_agg(i::varchar, ',' order by hash(i))) from range(300000000) t(i)",
        "select count(*) from (select hash(i), list(i) from range(1000000000) t(i) group by 1)",
        "select count(distinct hash(i)) from range(10000000000) t(i)",
        "select * from (select i, hash(i) as h from range(10000000000) t(i)) order by h",
        "select count(*) from (select range as i, sum(range) over (order by hash(range)) as s from range(1000000000)) where s = 3",
        "select max(length(lpad(i::varchar, n, 'x'))) from range(100000) t(i), (values (10000000)) v(n)",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Lane", "full")]
    public async Task Greedy_statements_of_one_harm_no_small_one_of_another()
    {
        await using var server = await ServeTests.Server.StartAsync();
        server.Program.Write("t.csv", $"id,name\n{string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i},n{i % 100}\n"))}");
        await server.Program.GetAsync("load", "t.csv");
        using var other = await ClientAsync(server, "other");

        using var ended = new CancellationTokenSource();
        var smalls = Enumerable.Range(0, 3).Select(_ => StreamAsync(other, ended.Token)).ToList();
        foreach (var sql in Greedy)
        {
            using var answer = await server.QueryAsync(server.Owner, sql, timeoutSeconds: 8);
            var text = await answer.Content.ReadAsStringAsync(Token);
            Assert.True(
                answer.StatusCode != HttpStatusCode.OK && new[] { "engine.timeout", "engine.out_of_memory", "engine.crashed", "engine.disk_full", "engine.sql_error" }.Any(code => text.Contains(code, StringComparison.Ordinal)),
                $"{sql}: {answer.StatusCode} {text}");
        }

        await ended.CancelAsync();
        foreach (var answered in await Task.WhenAll(smalls))
        {
            Assert.True(answered > 0);
        }

        await LimitsTests.UntilAsync(async () => await LimitsTests.FiguresAsync(server) is var figures && figures["running"] == 0 && figures["stopping"] == 0, "all have stopped");
        await LimitsTests.UntilAsync(async () => (await LimitsTests.FiguresAsync(server))["spillBytes"] == 0, "nothing spilled stays");
    }

    [Fact]
    [Trait("Lane", "full")]
    public async Task Many_users_beside_heavy_statements_have_no_error_and_leave_nothing_running()
    {
        await using var server = await ServeTests.Server.StartAsync();
        server.Program.Write("t.csv", $"id,name\n{string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i},n{i % 100}\n"))}");
        await server.Program.GetAsync("load", "t.csv");
        using var time = CancellationTokenSource.CreateLinkedTokenSource(Token);
        time.CancelAfter(TimeSpan.FromSeconds(20));
        var answered = new ConcurrentBag<int>();

        var users = Enumerable.Range(0, 200).Select(async user =>
        {
            using var client = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(5) };
            client.DefaultRequestHeaders.Authorization = server.Owner.DefaultRequestHeaders.Authorization;
            answered.Add(await StreamAsync(client, time.Token, user));
        });
        var heavies = Enumerable.Range(0, 5).Select(async user =>
        {
            try
            {
                while (true)
                {
                    using var answer = await server.Owner.PostAsJsonAsync(
                        "/api/v1/query", new QueryRequest($"select count(*) from (select * from range(25000000) t(i) order by hash(i + {user}))"), time.Token);
                    Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                }
            }
            catch (OperationCanceledException)
            {
                // the time is over
            }
        });
        await Task.WhenAll(users.Concat(heavies));

        Assert.Equal(200, answered.Count);
        Assert.True(answered.Sum() > 200, $"{answered.Sum()} answers");
        await LimitsTests.UntilAsync(
            async () => await LimitsTests.FiguresAsync(server) is var figures && figures["running"] + figures["waiting"] + figures["stopping"] == 0, "nothing runs any more");
        Assert.Equal(0, (await LimitsTests.FiguresAsync(server))["refused"]);
    }

    private static async Task<HttpClient> ClientAsync(ServeTests.Server server, string name)
    {
        var key = (await server.Program.GetAsync("keys", "create", name)).Split().First(word => word.StartsWith("tk_", StringComparison.Ordinal));
        var client = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(5) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>Asks for small things, one after the other, until it is told to stop; each must be right.</summary>
    private static async Task<int> StreamAsync(HttpClient client, CancellationToken stop, int seed = 0)
    {
        var answered = 0;
        var random = new Random(seed);
        try
        {
            while (!stop.IsCancellationRequested)
            {
                var id = random.Next(20_000);
                using var answer = await client.PostAsJsonAsync("/api/v1/query", new QueryRequest($"select id, name, (select count(*) from t) as n from t where id = {id}"), stop);
                var text = await answer.Content.ReadAsStringAsync(stop);
                Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
                using var json = JsonDocument.Parse(text);
                Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"[[{id},\"n{id % 100}\",20000]]"), json.RootElement.GetProperty("rows").GetRawText());
                answered++;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // its time is over
        }

        return answered;
    }
}
