using System.Text.Json;
using Talentys.Contracts;
using Talentys.Transformation.Public;

namespace Talentys.Transformation.Tests;

/// <summary>Builds of the same models by two servers at once.</summary>
public class TwoBuildsTests
{
    private const int Models = 6;

    [Fact]
    public async Task What_another_server_changed_meanwhile_is_done_again_and_each_table_is_of_one_of_them()
    {
        await using var one = await BuildHost.StartAsync();
        await using var other = await BuildHost.StartAsync(one);
        (string, string)[] project =
        [
            ("dbt_project.yml", "name: shop\nmodels: {+materialized: table}\n"),
            .. Enumerable.Range(0, Models).Select(i => ($"models/m{i}.sql", "select range as id, '{{ var('v') }}' as v from range(50000)")),
            ("models/w.sql", "{{ config(materialized='view') }} select '{{ var('v') }}' as v"),
        ];
        one.Become(project);
        other.Become(project);
        for (var round = 0; round < 3; round++)
        {
            var (first, second) = ($"a{round}", $"b{round}");
            var told = await Task.WhenAll(Build(one, first), Build(other, second));

            Assert.All(told, text => Assert.True(text.Contains($"PASS={Models + 1} WARN=0 ERROR=0 SKIP=0", StringComparison.Ordinal), text));
            var values = await one.QueryAsync(string.Join(" union all ", Enumerable.Range(0, Models).Select(i => $"select count(*) || min(v) || max(v) from m{i}").Append("select 50000 || v || v from w")));
            Assert.All(values.Split('\n'), value => Assert.Contains(value, (string[])[$"50000{first}{first}", $"50000{second}{second}"]));
        }
    }

    [Fact]
    public async Task Manifests_are_written_whole_by_whoever_writes_them_at_once()
    {
        await using var host = await BuildHost.StartAsync();
        host.Become([("dbt_project.yml", "name: shop\n"), .. Enumerable.Range(0, 50).Select(i => ($"models/m{i}.sql", "select 1 as id"))]);
        var project = DbtProject.Read(new DbtOrder(host.Folder), TestContext.Current.CancellationToken);
        var target = Path.Combine(host.Folder, "target");

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => project.WriteManifestAsync(target, TestContext.Current.CancellationToken))));

        Assert.Equal(["manifest.json"], Directory.GetFiles(target).Select(Path.GetFileName));
        using var written = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(target, "manifest.json"), TestContext.Current.CancellationToken));
        Assert.Equal(50, written.RootElement.GetProperty("nodes").EnumerateObject().Count());
    }

    private static Task<string> Build(BuildHost host, string value) => Task.Run(() => host.RunAsync(new BuildRequest("run", Vars: $"{{v: {value}}}", Threads: 3)));
}
