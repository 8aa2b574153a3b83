using Talentys.DuckDb.Public;

namespace Talentys.DuckDb.Tests.Engines;

/// <summary>Starts children in tests.</summary>
internal static class Runner
{
    public static EngineCommand Command { get; } =
        new("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Talentys.EngineRunner.dll")]);

    /// <summary>Waits until something holds; fails after 90 s.</summary>
    public static async Task UntilAsync(Func<bool> holds)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(90), "It did not happen within 90 s.");
            await Task.Delay(20);
        }
    }

    /// <summary>All rows of a statement.</summary>
    public static async Task<List<object?[]>> RowsAsync(
        this IEngine engine, EngineStatement statement, CancellationToken cancellationToken = default)
    {
        List<object?[]> rows = [];
        await using var result = await engine.RunAsync(statement, cancellationToken);
        while (await result.NextAsync(cancellationToken) is { } batch)
        {
            using (batch)
            {
                rows.AddRange(Enumerable.Range(0, batch.Length).Select(row => ArrowValues.Row(batch, row)));
            }
        }

        return rows;
    }

    public static Task<List<object?[]>> RowsAsync(this IEngine engine, string sql, CancellationToken cancellationToken = default) =>
        engine.RowsAsync(new EngineStatement { Sql = sql }, cancellationToken);
}
