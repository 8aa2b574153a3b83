using Talentys.DuckDb.Public;

namespace Talentys.DuckDb.Tests.Engines;

/// <summary>The instance of a child that has light statements, which promises the same as any.</summary>
public sealed class LightEngineTests : EngineContract
{
    protected override IEngine Open(EngineOptions options) => new Light(new ChildEngine(Runner.Command, options with
    {
        MemoryBytesPerOrganisation = 2 * EngineBudget.Least,
        LightBytes = EngineBudget.Least,
    }));

    [Fact]
    public async Task It_has_one_thread_and_the_other_has_its_own()
    {
        await using var child = new ChildEngine(Runner.Command, new EngineOptions { MemoryBytesPerOrganisation = 2 * EngineBudget.Least, LightBytes = EngineBudget.Least, ThreadsPerOrganisation = 2 });
        const string Threads = "select current_setting('threads')";
        Assert.Equal(2L, (await child.RowsAsync(Threads))[0][0]);
        Assert.Equal(1L, (await new Light(child).RowsAsync(Threads))[0][0]);
    }

    private sealed class Light(IEngine inner) : IEngine
    {
        public Task<IEngineResult> RunAsync(EngineStatement statement, CancellationToken cancellationToken) => inner.RunAsync(statement with { IsLight = true }, cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
