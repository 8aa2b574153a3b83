using Talentys.DuckDb.Public;
using Talentys.DuckDb.Statements;
using Talentys.DuckDb.Worlds;

namespace Talentys.DuckDb.Tests.Worlds;

public sealed class WorldTests : IDisposable
{
    private const string Sql = "select version from s.v";
    private readonly DuckInstance instance = DuckInstance.Open(new DuckOptions { MemoryBytes = EngineBudget.Least });
    private readonly World world = new("w");

    [Fact]
    public async Task A_view_replaced_before_a_statement_is_prepared_is_not_seen_by_it()
    {
        using var early = instance.Connect();
        await using var result = await early.StartAsync(
            handle =>
            {
                world.Prepare(handle, At(1));
                Assert.Equal(2L, VersionSeen(2).GetAwaiter().GetResult());
                return NativeStatements.Run(handle, Sql, ParameterSet.None);
            },
            null, null, CancellationToken.None);

        using var batch = await result.NextAsync(CancellationToken.None);
        Assert.Equal(1L, ArrowValues.At(batch!.Column(0), 0));
    }

    [Fact]
    public async Task A_view_is_replaced_when_its_version_differs_and_only_then()
    {
        Assert.Equal(1L, await VersionSeen(1));
        Assert.Equal(2L, await VersionSeen(2));
        Assert.Equal(2L, await VersionSeen(7, label: "2"));
        Assert.Equal(1L, await VersionSeen(1));
    }

    [Fact]
    public async Task A_view_may_refer_to_another_of_its_world()
    {
        using var connection = instance.Connect();
        await using var result = await connection.StartAsync(
            handle =>
            {
                world.Prepare(handle, [.. At(1), new WorldView("t", "twice", "1", "select version * 2 as version from s.v")]);
                return NativeStatements.Run(handle, "select version from t.twice", ParameterSet.None);
            },
            null, null, CancellationToken.None);

        using var batch = await result.NextAsync(CancellationToken.None);
        Assert.Equal(2L, ArrowValues.At(batch!.Column(0), 0));
    }

    public void Dispose() => instance.Dispose();

    private static WorldView[] At(int version, string? label = null) =>
        [new("s", "v", label ?? $"{version}", $"select {version} as version")];

    private async Task<object?> VersionSeen(int version, string? label = null)
    {
        using var connection = instance.Connect();
        await using var result = await connection.StartAsync(
            handle =>
            {
                world.Prepare(handle, At(version, label));
                return NativeStatements.Run(handle, Sql, ParameterSet.None);
            },
            null, null, CancellationToken.None);
        using var batch = await result.NextAsync(CancellationToken.None);
        return ArrowValues.At(batch!.Column(0), 0);
    }
}
