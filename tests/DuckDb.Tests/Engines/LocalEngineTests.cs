using Talentys.DuckDb.Public;
using Talentys.Kernel;

namespace Talentys.DuckDb.Tests.Engines;

public sealed class LocalEngineTests : EngineContract
{
    protected override IEngine Open(EngineOptions options) => new LocalEngine(options);

    [Fact]
    public async Task Worlds_unused_for_longest_are_dropped_but_never_one_with_a_statement()
    {
        await using var engine = new LocalEngine(new EngineOptions { MemoryBytesPerOrganisation = EngineBudget.Least, WorldsAtMost = 2 });
        static EngineStatement In(string world) => new()
        {
            Sql = "select a from v, range(1000000)",
            World = world,
            Views = [new("main", "v", "1", "select 1 as a")],
        };
        var open = await engine.RunAsync(In("first"), None);

        foreach (var world in (string[])["second", "third", "fourth"])
        {
            await engine.RowsAsync(In(world) with { Sql = "select a from v" });
        }

        Assert.Equal(["first", "fourth"], engine.Worlds.Order());
        Assert.NotNull(await open.NextAsync(None));
        await open.DisposeAsync();
        Assert.Single(await engine.RowsAsync(In("second") with { Sql = "select a from v" }));
        Assert.Equal(["fourth", "second"], engine.Worlds.Order());
    }

    [Fact]
    public async Task Where_types_fit_no_function_of_a_name_those_that_there_are_are_told()
    {
        var failure = await Assert.ThrowsAnyAsync<FaultException>(() => Engine.RowsAsync("select date_trunc([1], {'a': 2})"));
        Assert.Matches(@"^Candidate functions: date_trunc\(.+\) -> .+; date_trunc\(", failure.Fault.Mend);
    }

    [Fact]
    public async Task A_long_result_that_is_read_slowly_does_not_grow_in_memory()
    {
        await using var result = await Engine.RunAsync(
            new EngineStatement { Sql = "select i, repeat('x', 500) as t from range(20000000) t(i)" }, None);
        (await result.NextAsync(None))?.Dispose();
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        var before = Children.ChildLimits.ResidentBytes(self);

        // two of the ten gigabytes; other tests run beside this one
        for (var batch = 0; batch < 120; batch++)
        {
            (await result.NextAsync(None))?.Dispose();
        }

        Assert.InRange(Children.ChildLimits.ResidentBytes(self) - before, long.MinValue, 1000L << 20);
    }
}
