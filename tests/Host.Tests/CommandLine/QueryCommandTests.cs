using System.Text;

namespace Talentys.Host.Tests.CommandLine;

/// <summary>What the command gives and refuses; beside the loads, for each of its processes takes seconds.</summary>
public class QueryCommandTests
{
    [Theory]
    [InlineData("csv", "id,")]
    [InlineData("json", "{")]
    [InlineData("parquet", "PAR1")]
    [InlineData("arrow", "\uFFFF")]
    public async Task Results_are_written_in_each_format(string format, string begins)
    {
        using var talentys = new Talentys();
        talentys.Write("t.csv", "id,name\n1,a\n2,b\n");
        await talentys.GetAsync("load", "t.csv");
        var file = Path.Combine(talentys.Project, "result.bin");

        await talentys.GetAsync("query", "--format", format, "-o", file, "from t order by id");

        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        Assert.StartsWith(begins, Encoding.Latin1.GetString(bytes).Replace("\u00FF\u00FF", "\uFFFF", StringComparison.Ordinal), StringComparison.Ordinal);
        if (format == "parquet")
        {
            await talentys.GetAsync("load", await Renamed(file, "again.parquet"));
            Assert.Equal(2, await talentys.CountAsync("select count(*) from again join t using (id, name)"));
        }
    }

    [Theory]
    [InlineData("select * from read_csv('/etc/passwd')", "read_csv may not be called")]
    [InlineData("select getenv('HOME')", "getenv may not be called")]
    [InlineData("from '/etc/passwd'", "no table /etc/passwd")]
    [InlineData("attach 'x.db'", "ATTACH is not allowed")]
    [InlineData("copy (select 1) to 'x'", "COPY is not allowed")]
    [InlineData("install httpfs", "INSTALL is not allowed")]
    [InlineData("pragma database_list", "PRAGMA is not allowed")]
    [InlineData("select * from duckdb_settings()", "duckdb_settings may not be called")]
    [InlineData("select repeat('x', 2000000000)", "more than 10,000,000")]
    [InlineData("select * from information_schema.table", "no table information_schema.table")]
    [InlineData("select * from pg_catalog.pg_clas", "no table pg_catalog.pg_clas")]
    [InlineData("select current_setting('memory_limit')", "current_setting may not be called")]
    [InlineData("select 1; drop table t", "no table t")]
    public async Task What_reaches_beyond_the_lake_is_refused(string sql, string message)
    {
        using var talentys = new Talentys();

        var ran = await talentys.RunAsync("query", sql);

        Assert.Equal(2, ran.Code);
        Assert.Contains(message, ran.Errors, StringComparison.Ordinal);
        Assert.Empty(ran.Output);
        Assert.DoesNotContain("   at ", ran.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { "query" }, "There is no statement")]
    [InlineData(new[] { "query", "select 1", "--nonsense" }, "--nonsense")]
    [InlineData(new[] { "load", "missing.csv" }, "missing.csv")]
    [InlineData(new[] { "query", "-f", "missing.sql" }, "missing.sql")]
    [InlineData(new[] { "query", "--dir", "/nowhere/at/all", "select 1" }, "/nowhere/at/all")]
    [InlineData(new[] { "frobnicate" }, "frobnicate")]
    [InlineData(new[] { "tables", "list", "--server", "nonsense" }, "nonsense")]
    [InlineData(new[] { "serve", "--urls", "nonsense" }, "nonsense")]
    [InlineData(new[] { "generate", "--locale", "xx" }, "xx")]
    public async Task Wrong_input_ends_with_2_and_one_clear_error(string[] arguments, string message)
    {
        using var talentys = new Talentys();

        var ran = await talentys.RunAsync(arguments);

        Assert.Contains(message, ran.Errors, StringComparison.Ordinal);
        Assert.True(ran.Code == 2, ran.Errors);
        Assert.DoesNotContain("   at ", ran.Errors, StringComparison.Ordinal);
    }

    private static Task<string> Renamed(string file, string name)
    {
        var renamed = Path.Combine(Path.GetDirectoryName(file)!, name);
        File.Move(file, renamed);
        return Task.FromResult(renamed);
    }
}
