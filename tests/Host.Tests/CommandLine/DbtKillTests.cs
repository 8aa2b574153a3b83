namespace Talentys.Host.Tests.CommandLine;

public class DbtKillTests
{
    private const int Models = 8;
    private const int Rows = 200_000;

    [Fact]
    public async Task A_build_killed_at_any_moment_leaves_each_table_old_or_new_and_goes_on_after_a_restart()
    {
        using var program = new Talentys();
        program.Write("dbt_project.yml", "name: shop\nmodels: {+materialized: table}\nvars: {v: 1}\n");
        for (var i = 0; i < Models; i++)
        {
            program.Write($"models/m{i}.sql", $"select range as id, {{{{ var('v') }}}} as v from range({Rows}){(i < 2 ? "" : $" where exists (from {{{{ ref('m{i - 2}') }}}})")}");
        }

        await program.GetAsync("build", "--threads", "2");
        var look = string.Join(" union all ", Enumerable.Range(0, Models).Select(i => $"select '{i}' as m, count(*) as n, min(v) as least, max(v) as most from m{i}"));
        var moments = new Random(20261129);
        for (var kill = 0; kill < 2; kill++)
        {
            using var process = program.Start("build", "--threads", "2", "--vars", "{v: 2}");
            await Task.Delay(moments.Next(3000, 6000), TestContext.Current.CancellationToken);
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);

            Assert.Equal("wrong\r\n0\r\n", await program.GetAsync("query", $"select count(*) as wrong from ({look}) where n <> {Rows} or least <> most", "--format", "csv"));
        }

        var built = await program.RunAsync("build", "--threads", "2", "--vars", "{v: 2}");

        Assert.True(built.Code == 0, built.Errors);
        Assert.Contains($"PASS={Models} WARN=0 ERROR=0 SKIP=0", built.Errors, StringComparison.Ordinal);
        Assert.Equal($"done\r\n{Models}\r\n", await program.GetAsync("query", $"select count(*) as done from ({look}) where n = {Rows} and least = 2 and most = 2", "--format", "csv"));
    }
}
