using Microsoft.Extensions.DependencyInjection;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Lake.Tables;

namespace Talentys.Lake.Tests.Tables;

public sealed class CacheSweepTests
{
    [Fact]
    public async Task Files_of_metadata_tables_and_indexes_go_when_nobody_asked_for_them_in_a_while()
    {
        await using var host = await LakeHost.StartAsync();
        await using (var write = await host.Lake.BeginAsync(LakeHost.Scope, LakeHost.Orders, WriteMode.Append, default))
        {
            await write.WriteAsync(host.Connection, "select 1 as id", null, default);
            await write.CommitAsync("one", new Dictionary<string, string> { ["note"] = new string('n', 400_000) }, default);
        }

        // so much text goes through a file
        var name = LakeHost.Orders with { Name = "orders$snapshots" };
        Assert.Equal(400_000L, await NoteAsync());
        var cache = host.Get<PlatformFolders>().Cache;
        var file = Assert.Single(Directory.GetFiles(Path.Combine(cache, "lake")));
        Directory.CreateDirectory(Path.Combine(cache, "manifests"));
        var index = Path.Combine(cache, "manifests", "some.index");
        await File.WriteAllTextAsync(index, "");
        var begun = $"{file}.begun.ndjson"; // left by a process that ended
        await File.WriteAllTextAsync(begun, "");
        foreach (var one in new[] { file, index, begun })
        {
            File.SetLastWriteTimeUtc(one, host.Clock.GetUtcNow().UtcDateTime);
        }

        host.Clock.Advance(TimeSpan.FromHours(20));
        Assert.Equal(400_000L, await NoteAsync());
        host.Clock.Advance(TimeSpan.FromHours(20));
        await SweepAsync();
        Assert.True(File.Exists(file) && File.Exists(index));
        Assert.False(File.Exists(begun));

        host.Clock.Advance(TimeSpan.FromHours(5));
        await SweepAsync();
        Assert.False(File.Exists(file));
        Assert.Equal(400_000L, await NoteAsync());
        Assert.True(File.Exists(file));
        host.Clock.Advance(TimeSpan.FromDays(8));
        await SweepAsync();
        Assert.False(File.Exists(index));

        async Task<object?> NoteAsync() => (await host.RowsAsync(await host.TableAsync(name), "select length(summary['note'])::bigint from $t"))[0][0];
        Task SweepAsync() => ActivatorUtilities.CreateInstance<LakeSweeper>(host.Get<IServiceProvider>(), new NoLifetime()).SweepAsync(default);
    }
}
