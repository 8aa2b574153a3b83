using Microsoft.Extensions.DependencyInjection;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Lake.Tables;

namespace Talentys.Lake.Tests.Tables;

public sealed class TemporarySweepTests
{
    [Fact]
    public async Task What_temporary_tables_of_a_killed_process_left_goes_after_a_week()
    {
        await using var host = await LakeHost.StartAsync();
        await host.AppendAsync("select 1 as id");
        var temporary = host.Lake.BeginTemporary(LakeHost.Scope);
        var change = await temporary.ChangeAsync(new TableName("pg_temp_1", "mine"), WriteMode.Replace, default);
        await change.WriteAsync(host.Connection, "select 2 as id", null, default);
        var files = Directory.GetFiles(host.Root, "*", SearchOption.AllDirectories);
        var left = files.Where(file => file.Contains("pg_temp_1", StringComparison.Ordinal)).ToList();
        Assert.Contains(left, file => file.EndsWith(".parquet", StringComparison.Ordinal));

        await SweepAsync(TimeSpan.FromDays(6));
        Assert.All(left, file => Assert.True(File.Exists(file)));

        await SweepAsync(TimeSpan.FromDays(8));
        Assert.All(left, file => Assert.False(File.Exists(file)));
        Assert.All(files.Except(left), file => Assert.True(File.Exists(file)));
        Assert.Equal("1", await host.TextAsync("select id from $t"));

        Task SweepAsync(TimeSpan age)
        {
            foreach (var file in files)
            {
                File.SetLastWriteTimeUtc(file, (host.Clock.GetUtcNow() - age).UtcDateTime);
            }

            return ActivatorUtilities.CreateInstance<LakeSweeper>(host.Get<IServiceProvider>(), new NoLifetime()).SweepAsync(default);
        }
    }
}
