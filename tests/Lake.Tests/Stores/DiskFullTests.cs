using System.Diagnostics;
using System.Globalization;
using Talentys.Kernel;
using Talentys.Lake.Maintenance;
using Talentys.Lake.Stores;
using Talentys.Lake.Tables;

namespace Talentys.Lake.Tests.Stores;

/// <summary>A lake on a disk of a few megabytes.</summary>
public sealed class DiskFullTests : IDisposable
{
    private const long DiskBytes = 8L * 1024 * 1024;
    private readonly string disk = Directory.CreateTempSubdirectory("talentys-disk-").FullName;
    private readonly bool mounted;

    public DiskFullTests() => mounted = OperatingSystem.IsLinux()
        && Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={DiskBytes}"), "tmpfs", disk);

    public void Dispose()
    {
        if (mounted)
        {
            Run("umount", "--lazy", disk);
        }

        Directory.Delete(disk, recursive: true);
    }

    [Fact]
    public async Task A_disk_that_is_full_at_any_point_of_a_write_is_one_clear_error_and_nothing_is_left()
    {
        Assert.SkipUnless(mounted, "A disk of its own needs the right to mount one.");
        await using var host = await LakeHost.StartAsync(lakeBelow: Path.Combine(disk, "state"));
        await host.AppendAsync("select 0::bigint as id, 'x' as noise");
        var before = Files();

        // while rows are written
        var failure = await Assert.ThrowsAsync<FaultException>(() => host.AppendAsync("select range as id, md5(range::varchar) as noise from range(2000000)"));
        Assert.Equal("engine.disk_full", failure.Fault.Code);
        Assert.Equal("1", await host.TextAsync("select count(*) from $t"));
        Assert.Equal(before, Files());

        // and with room for a little more each time, until there is enough for all of the commit
        var filler = Path.Combine(disk, "filler");
        var codes = new HashSet<string>();
        for (var room = 0L; ; room += 4096)
        {
            Fill(filler, room);
            var failed = await Record.ExceptionAsync(() => host.AppendAsync("select 1::bigint as id, 'y' as noise"));
            File.Delete(filler);
            if (failed is null)
            {
                Assert.Equal("2", await host.TextAsync("select count(*) from $t"));
                break;
            }

            codes.Add(Assert.IsType<FaultException>(failed).Fault.Code);
            Assert.Contains("space", $"{failed.Message} {((FaultException)failed).Fault.Mend}", StringComparison.OrdinalIgnoreCase);
            Assert.Equal("1", await host.TextAsync("select count(*) from $t"));
            Assert.Equal(before, Files());
            Assert.True(room < DiskBytes / 2, "A commit that has room does not succeed.");
        }

        Assert.Equal(["engine.disk_full", "lake.write_failed"], codes.Order());
        await NothingIsLeftAsync(host);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_full_disk_under_the_metadata_database_is_one_clear_error_and_nothing_is_left(bool full)
    {
        FailingDatabase database = null!;
        await using var host = await LakeHost.StartAsync(database: inner => database = new FailingDatabase(inner));
        await host.AppendAsync("select 1 as id");
        var before = Files(host);

        database.FailSwap(full ? FailingDatabase.Failure.Full : FailingDatabase.Failure.Before);
        var failure = await Record.ExceptionAsync(() => host.AppendAsync("select 2 as id"));

        // only of a full disk is it sure that nothing was published; else the sweep finds out
        Assert.Equal(full ? "lake.write_failed" : null, (failure as FaultException)?.Fault.Code);
        Assert.Equal("1", await host.TextAsync("select id from $t"));
        host.Clock.Advance(TimeSpan.FromHours(25));
        if (!full)
        {
            Assert.NotEqual(before, Files(host));
            await host.AppendAsync("select 3 as id");
            Assert.Equal("1; 3", await host.TextAsync("select id from $t order by id"));
        }
        else
        {
            Assert.Equal(before, Files(host));
        }

        await NothingIsLeftAsync(host);
    }

    private static async Task NothingIsLeftAsync(LakeHost host)
    {
        var row = (await host.Get<TableStore>().FindAsync(LakeHost.Scope, LakeHost.Orders, default))!;
        Assert.Empty(await host.Get<OrphanFiles>().FindAsync(row, TimeSpan.FromDays(-3_650), default));
        Assert.Empty(Directory.GetFiles(LocalStore.ToPath(host.Get<TablePlaces>().Of(row).Pending)));
    }

    private static string Files(LakeHost host) => string.Join('\n', Directory.GetFiles(host.Root, "*", SearchOption.AllDirectories).Order());

    private string Files() => string.Join('\n', Directory.GetFiles(disk, "*", SearchOption.AllDirectories).Order());

    /// <summary>Fills the disk up to some room.</summary>
    private static void Fill(string filler, long room)
    {
        using var file = new FileStream(filler, FileMode.Create, FileAccess.Write, FileShare.None, 0);
        var some = new byte[64 * 1024];
        try
        {
            while (true)
            {
                file.Write(some);
            }
        }
        catch (IOException)
        {
            // full: what fits of the last piece is there
        }

        file.SetLength(Math.Max(0, file.Length - room));
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
