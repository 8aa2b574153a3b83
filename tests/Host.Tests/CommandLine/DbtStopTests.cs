using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Talentys.Host.Tests.CommandLine;

/// <summary>Builds that are stopped, and builds of several people at once.</summary>
public class DbtStopTests
{
    /// <summary>A statement that takes longer than anybody waits, until it is cancelled.</summary>
    private const string Endless = "select count(*) as id, '{{ var('v') }}' as v from range(1000000) a, range(100000) b where hash(a.range + b.range) = 8";

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task A_build_that_is_stopped_is_cancelled_with_its_tables_as_they_were_and_goes_on_by_retry(string signal, int code)
    {
        using var program = new Talentys();
        Project(program);
        await program.GetAsync("build", "--vars", "{v: old}");
        program.Write("models/slow.sql", $"-- depends_on: {{{{ ref('first') }}}}\n{Endless}");

        using var process = program.Start("build", "--vars", "{v: new}");
        var told = await StopAsync(process, signal, "model main.first");

        Assert.True(process.ExitCode == code, told);
        Assert.Contains("is cancelled", told, StringComparison.Ordinal);
        Assert.Equal("cancelled", await LastStateAsync(program));
        Assert.Equal("new|old|old", await ValuesAsync(program));

        program.Write("models/slow.sql", "select 1 as id, '{{ var('v') }}' as v -- depends_on: {{ ref('first') }}");
        var retried = await program.RunAsync("dbt", "retry");
        Assert.True(retried.Code == 0, retried.Errors);
        Assert.Contains("PASS=2 WARN=0 ERROR=0 SKIP=0 TOTAL=2", retried.Errors, StringComparison.Ordinal);
        Assert.Equal("new|new|new", await ValuesAsync(program));
    }

    [Fact]
    public async Task A_build_of_a_server_is_cancelled_by_who_began_it_and_not_by_who_joined_it()
    {
        await using var server = await ServeTests.Server.StartAsync();
        var program = server.Program;
        Project(program);
        await program.GetAsync("build", "--vars", "{v: old}");
        program.Write("models/slow.sql", $"-- depends_on: {{{{ ref('first') }}}}\n{Endless}");
        using var first = program.Start("build", "--vars", "{v: new}");
        while (await ValuesAsync(program) != "new|old|old")
        {
            Assert.False(first.HasExited);
        }

        using var joined = program.Start("build", "--vars", "{v: new}");
        Assert.Contains("goes on", await StopAsync(joined, "INT", "continuing it"), StringComparison.Ordinal);
        Assert.Equal(130, joined.ExitCode);
        Assert.Equal("running", await LastStateAsync(program));

        Assert.Contains("is cancelled", await StopAsync(first, "INT", ""), StringComparison.Ordinal);
        Assert.Equal("cancelled", await LastStateAsync(program));
        Assert.Equal("new|old|old", await ValuesAsync(program));
    }

    [Fact]
    public async Task Builds_of_one_folder_wait_for_each_other_and_each_table_is_of_one_of_them()
    {
        using var program = new Talentys();
        Project(program);
        var both = await Task.WhenAll(program.RunAsync("build", "--vars", "{v: one}"), program.RunAsync("build", "--vars", "{v: two}"));

        Assert.All(both, ran => Assert.True(ran.Code == 0, ran.Errors));
        Assert.Contains(await ValuesAsync(program), (string[])["one|one|one", "two|two|two"]);
        using var runs = JsonDocument.Parse(await program.GetAsync("runs", "list", "--json"));
        Assert.All(runs.RootElement.EnumerateArray(), run => Assert.Equal("succeeded", run.GetProperty("state").GetString()));
    }

    private static void Project(Talentys program)
    {
        program.Write("dbt_project.yml", "name: shop\nmodels: {+materialized: table}\n");
        program.Write("models/first.sql", "select 1 as id, '{{ var('v') }}' as v");
        program.Write("models/slow.sql", "select id, v from {{ ref('first') }}");
        program.Write("models/last.sql", "select 1 as id, '{{ var('v') }}' as v -- depends_on: {{ ref('slow') }}");
    }

    /// <summary>Waits until a process tells something, sends it a signal and gives all that it told.</summary>
    private static async Task<string> StopAsync(Process process, string signal, string after)
    {
        process.StandardInput.Close();
        var told = "";
        while (!told.Contains(after, StringComparison.Ordinal) && await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            told += line + "\n";
        }

        using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        told += await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return told;
    }

    private static async Task<string> LastStateAsync(Talentys program)
    {
        using var runs = JsonDocument.Parse(await program.GetAsync("runs", "list", "--json"));
        return runs.RootElement.EnumerateArray().OrderByDescending(run => run.GetProperty("id").GetString(), StringComparer.Ordinal).First().GetProperty("state").GetString()!;
    }

    private static async Task<string> ValuesAsync(Talentys program) =>
        (await program.GetAsync("query", "select (select v from first) || '|' || (select v from slow) || '|' || (select v from last) as v", "--format", "csv")).Split("\r\n")[1];
}
