using Talentys.DuckDb.Public;
using Talentys.Kernel;

namespace Talentys.DuckDb.Tests.Connections;

public sealed class LockdownTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("talentys-");
    private readonly DuckInstance instance;
    private readonly DuckConnection connection;

    public LockdownTests()
    {
        using (var open = DuckInstance.Open(new DuckOptions { MemoryBytes = EngineBudget.Least }))
        using (var writer = open.Connect())
        {
            writer.ExecuteAsync($"copy (select 7 as i) to {SqlText.Literal(File)} (format parquet)", None).GetAwaiter().GetResult();
        }

        instance = DuckInstance.Open(new DuckOptions { MemoryBytes = EngineBudget.Least, AllowedFolders = [folder.FullName] });
        connection = instance.Connect();
    }

    private string File => Path.Combine(folder.FullName, "a.parquet");

    [Fact]
    public async Task Files_in_the_folder_can_be_read() =>
        Assert.Equal(7, await connection.ScalarAsync<int>($"select i from read_parquet({SqlText.Literal(File)})", [], None));

    [Theory]
    [InlineData("select * from read_csv('/etc/passwd')")]
    [InlineData("from '/etc/passwd'")]
    [InlineData("select * from read_text('/etc/passwd')")]
    [InlineData("attach '/tmp/talentys-other.db'")]
    [InlineData("copy (select 1) to '/tmp/talentys-out.csv'")]
    [InlineData("install httpfs")]
    [InlineData("load httpfs")]
    [InlineData("set threads = 1")]
    [InlineData("set enable_external_access = true")]
    [InlineData("set memory_limit = '10GB'")]
    [InlineData("set TimeZone = 'Europe/Paris'")]
    public async Task Everything_else_is_refused(string sql)
    {
        var failure = await Assert.ThrowsAsync<FaultException>(() => connection.ExecuteAsync(sql, None));

        Assert.Equal("engine.sql_error", failure.Fault.Code);
    }

    [Fact]
    public async Task A_link_out_of_the_folder_is_refused()
    {
        System.IO.File.CreateSymbolicLink(Path.Combine(folder.FullName, "link"), "/etc/passwd");

        await Assert.ThrowsAsync<FaultException>(() =>
            connection.RowsAsync($"from read_text({SqlText.Literal(Path.Combine(folder.FullName, "link"))})", [], None));
        await Assert.ThrowsAsync<FaultException>(() =>
            connection.RowsAsync($"from read_text({SqlText.Literal(folder.FullName + "/../../etc/passwd")})", [], None));
    }

    public void Dispose()
    {
        connection.Dispose();
        instance.Dispose();
        folder.Delete(recursive: true);
    }
}
