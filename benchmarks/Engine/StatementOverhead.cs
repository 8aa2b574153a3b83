using System.Globalization;
using Talentys.DuckDb.Public;
using Talentys.DuckDb.Threads;

namespace Talentys.Benchmarks.Engine;

/// <summary>What a small statement costs on its way: a thousand of them, one after the other.</summary>
public sealed class StatementOverhead : IBenchmark
{
    private const int Statements = 1000;

    /// <inheritdoc/>
    public string Name => "statement";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(int rounds, CancellationToken cancellationToken)
    {
        var options = new EngineOptions { AllowedFolders = [], MemoryBytesPerOrganisation = 1L << 30 };
        var plain = new EngineStatement { Sql = "select 42 as answer" };
        var inWorld = new EngineStatement
        {
            Sql = "select answer from s.v",
            World = "world",
            Views = [new WorldView("s", "v", "1", "select 42 as answer")],
        };
        await using var local = new LocalEngine(options);
        await using var child = new ChildEngine(ArrowThroughput.Runner, options);
        using var connection = local.Instance.Connect();
        var figures = await SideBySide.RunAsync(
            rounds,
            ("on one open connection", () => EngineThreads.RunAsync(() => Repeat(() => connection.Execute(plain.Sql)))),
            ("each on its own connection", () => EngineThreads.RunAsync(() => Repeat(() =>
            {
                using var own = local.Instance.Connect();
                own.Execute(plain.Sql);
            }))),
            ("through the port in the process", () => RepeatAsync(local, plain, cancellationToken)),
            ("the same in a world", () => RepeatAsync(local, inWorld, cancellationToken)),
            ("in a world through the child", () => RepeatAsync(child, inWorld, cancellationToken)));
        return [.. figures.Select(figure => figure with
        {
            Note = string.Create(CultureInfo.InvariantCulture, $"{figure.Milliseconds * 1000 / Statements:N0} microseconds each"),
        })];
    }

    private static void Repeat(Action action)
    {
        for (var statement = 0; statement < Statements; statement++)
        {
            action();
        }
    }

    private static async Task RepeatAsync(IEngine engine, EngineStatement statement, CancellationToken cancellationToken)
    {
        for (var number = 0; number < Statements; number++)
        {
            await using var result = await engine.RunAsync(statement, cancellationToken);
            (await result.NextAsync(cancellationToken))?.Dispose();
        }
    }
}
