using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Talentys.Host.Tests.CommandLine;

public class LoadAndQueryTests
{
    [Fact]
    public async Task Files_become_tables_and_sql_answers_over_them()
    {
        using var talentys = new Talentys();
        talentys.Write("data/orders.csv", "id,customer,amount\n1,Ada,1.50\n2,Grace,2.25\n");
        talentys.Write("data/cities.json", """[{"name": "Lyon", "zip": "01000"}, {"name": "Köln", "zip": "50667"}]""");

        await talentys.GetAsync("load", "data");

        Assert.Equal(2, await talentys.CountAsync("select count(*) from orders"));
        Assert.Equal("customer,amount\r\nGrace,2.25\r\n", await talentys.GetAsync("query", "--format", "csv", "select customer, amount from orders where id = 2"));
        Assert.Contains("Köln", await talentys.GetAsync("query", "from cities where zip = '50667'"), StringComparison.Ordinal);
        Assert.Contains("main.orders", await talentys.GetAsync("tables", "list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_corrupt_metadata_file_is_one_clear_error()
    {
        using var talentys = new Talentys();
        talentys.Write(".talentys/metadata.db", "this is no database, and long enough to be looked at as one " + new string('x', 5000));

        var ran = await talentys.RunAsync("query", "select 1");

        Assert.Equal(1, ran.Code);
        Assert.Contains("metadata.db", ran.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ran.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sample_is_made_loaded_and_counted_as_queries_count()
    {
        using var talentys = new Talentys();

        var printed = await talentys.GetAsync("demo", "--exit", "--scale", "0.01", "--today", "2026-11-23", "--json");

        using var demo = JsonDocument.Parse(printed);
        var tables = demo.RootElement.GetProperty("tables").EnumerateArray().ToList();
        Assert.True(tables.Count >= 18, printed);
        var built = demo.RootElement.GetProperty("build");
        Assert.Equal("succeeded", built.GetProperty("state").GetString());
        Assert.Contains(" ERROR=0 SKIP=0 ", built.GetProperty("steps").EnumerateArray().Last().GetProperty("summary").GetString(), StringComparison.Ordinal);
        foreach (var table in tables.Where(table => table.GetProperty("schema").GetString() is "shop" or "web" or "marts"))
        {
            var name = $"{table.GetProperty("schema").GetString()}.{table.GetProperty("name").GetString()}";
            var counted = await talentys.GetAsync("query", "--dir", "maison-lumen", "--format", "csv", $"select count(*) as n from {name}");
            Assert.Equal($"n\r\n{table.GetProperty("rows").GetInt64().ToString(CultureInfo.InvariantCulture)}\r\n", counted);
        }
    }

    [Fact]
    public async Task A_load_killed_at_any_moment_completes_after_a_restart_with_every_row_once()
    {
        using var talentys = new Talentys();
        var csv = new StringBuilder("id,text\n");
        const int Rows = 300_000;
        for (var i = 0; i < Rows; i++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{i},some text to make the row longer {i}\n");
        }

        talentys.Write("big.csv", csv.ToString());
        talentys.Write("more/second.csv", "id\n1\n2\n");
        var moments = new Random(20261123);
        for (var kill = 0; kill < 4; kill++)
        {
            using var process = talentys.Start("load", "big.csv", "more", "--mode", "append", "--into", "k");
            await Task.Delay(moments.Next(300, 2500), TestContext.Current.CancellationToken);
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            if (process.ExitCode == 0)
            {
                break; // it was done before: killing it again would only append once more, as asked
            }
        }

        await talentys.GetAsync("load", "big.csv", "more", "--mode", "append", "--into", "k");

        var rows = await talentys.CountAsync("select count(*) from k.big");
        Assert.Equal(0, rows % Rows);
        Assert.Equal(await talentys.CountAsync("select count(*) from k.second"), 2 * rows / Rows);
        Assert.Equal(rows / Rows, await talentys.CountAsync("select max(n) from (select count(*) as n from k.big group by id)"));
        Assert.Equal(Rows, await talentys.CountAsync("select count(distinct id) from k.big"));
    }

    [Fact]
    public async Task Ragged_records_are_kept_aside_up_to_the_limit_that_is_given()
    {
        using var talentys = new Talentys();
        talentys.Write("r.csv", "a,b\n1,2\n3,4,5\n6,7\n");

        var refused = await talentys.RunAsync("load", "r.csv");
        await talentys.GetAsync("load", "r.csv", "--reject-limit", "50%");

        Assert.Equal(1, refused.Code);
        Assert.Contains("r.csv:3", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(2, await talentys.CountAsync("select count(*) from r"));
        Assert.Equal(3, await talentys.CountAsync("select line from _rejects.main__r"));
    }

    [Fact]
    public async Task More_misfits_than_can_be_kept_aside_fail_the_sync_and_none_becomes_null_in_silence()
    {
        using var talentys = new Talentys();
        talentys.Write("drop/n.csv", $"n\n{string.Concat(Enumerable.Repeat("x\n", 200_001))}");
        talentys.Write("sources/s.yml", "type: files\npath: ./drop\nreject_limit: 100%\nstreams:\n  n: {files: n.csv, types: {n: INTEGER}}\n");

        var ran = await talentys.RunAsync("sync");

        Assert.Equal(1, ran.Code);
        Assert.Contains("200,000", ran.Errors, StringComparison.Ordinal);
        Assert.Equal(2, (await talentys.RunAsync("query", "from s.n")).Code);
    }

    [Fact]
    public async Task A_file_that_is_no_text_is_told_instead_of_loaded_as_nothing()
    {
        using var talentys = new Talentys();
        talentys.Write("z.csv", "PK\u0003\u0004\0\0\0\0binary");

        var ran = await talentys.RunAsync("load", "z.csv");

        Assert.Equal(1, ran.Code);
        Assert.Contains("no text", ran.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_project_names_its_default_environment_and_lists_its_sources_and_secrets()
    {
        using var talentys = new Talentys();
        talentys.Write("talentys.yml", "name: p\ndefault_env: prod\nenvs: {prod: {}, dev: {}}\n");
        talentys.Write("sources/shop.yml", "type: files\npath: .\nstreams: {t: {files: t.csv}}\n");
        talentys.Write("t.csv", "id\n1\n");

        await talentys.GetAsync("load", "t.csv");

        Assert.Contains("shop", await talentys.GetAsync("sources", "list"), StringComparison.Ordinal);
        Assert.Equal("", await talentys.GetAsync("secrets", "list"));
        await talentys.GetAsync("query", "--env", "prod", "from t");
        Assert.Equal(2, (await talentys.RunAsync("query", "--env", "dev", "from t")).Code);
    }

    [Fact]
    public async Task Times_with_an_offset_are_instants_in_json_as_in_csv()
    {
        using var talentys = new Talentys();
        talentys.Write("j.ndjson", "{\"moment\": \"2026-01-01T10:00:00+02:00\", \"local\": \"2026-01-01T10:00:00\"}\n");
        talentys.Write("c.csv", "moment,local\n2026-01-01T10:00:00+02:00,2026-01-01T10:00:00\n");

        await talentys.GetAsync("load", "j.ndjson", "c.csv");

        const string Types = "select typeof(moment) as a, typeof(local) as l, epoch(moment)::bigint as e from ";
        Assert.Equal("a,l,e\r\nTIMESTAMP WITH TIME ZONE,TIMESTAMP,1767254400\r\n", await talentys.GetAsync("query", "--format", "csv", Types + "j"));
        Assert.Equal(await talentys.GetAsync("query", "--format", "csv", Types + "c"), await talentys.GetAsync("query", "--format", "csv", Types + "j"));
    }
}
