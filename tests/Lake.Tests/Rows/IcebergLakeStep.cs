using Microsoft.Extensions.DependencyInjection;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Maintenance;
using Talentys.Lake.Public;
using Talentys.Lake.Tables;
using Talentys.Lake.Tests.Maintenance;

namespace Talentys.Lake.Tests.Rows;

/// <summary>One step on a table of a lake.</summary>
internal sealed class IcebergLakeStep(IServiceProvider services, TableName table, DuckConnection connection)
{
    private readonly IcebergLake lake = services.GetRequiredService<IcebergLake>();
    private readonly string commitId = Ids.New();

    public DuckConnection Connection => connection;

    /// <summary>The version that the step published, when its commit returned.</summary>
    public long? Published { get; private set; }

    public async Task WriteAsync(WriteMode mode, string select)
    {
        await using var write = await lake.BeginAsync(LakeHost.Scope, table, mode, default);
        await write.WriteAsync(connection, select, null, default);
        Published = (await write.CommitAsync(commitId, LakeHost.NoSummary, default)).Number;
    }

    public async Task ChangeAsync(Func<ILakeChange, CancellationToken, Task<RowCounts>> work) =>
        Published = (await lake.ChangeAsync(LakeHost.Scope, table, (change, token) => work(change, token), commitId, LakeHost.NoSummary, default)).Number;

    public async Task AlterAsync(TableAlteration change) => Published = (await lake.AlterAsync(LakeHost.Scope, table, change, default)).Version.Number;

    public async Task RollbackAsync(long version) => Published = (await lake.RollbackAsync(LakeHost.Scope, table, version, "ada", default)).Number;

    /// <summary>Upkeep, which changes no row.</summary>
    public async Task KeepUpAsync<T>(UpkeepOrder order)
        where T : IUpkeepAction
    {
        var row = await services.GetRequiredService<TableStore>().FindAsync(LakeHost.Scope, table, default);
        await services.GetServices<IUpkeepAction>().OfType<T>().Single().RunAsync(row!, order, new TestStep(), default);
    }
}
