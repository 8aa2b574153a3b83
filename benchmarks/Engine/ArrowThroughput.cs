using System.Globalization;
using Talentys.DuckDb.Public;
using Talentys.Kernel;

namespace Talentys.Benchmarks.Engine;

/// <summary>Ten million rows of six columns out of a Parquet file: as Arrow in this process and from a child, over raw chunks.</summary>
public sealed class ArrowThroughput : IBenchmark
{
    private const int Rows = 10_000_000;

    /// <inheritdoc/>
    public string Name => "arrow";

    /// <summary>Starts children that are nothing but the engine.</summary>
    internal static EngineCommand Runner { get; } =
        new("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Talentys.EngineRunner.dll")]);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(int rounds, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("talentys-bench-");
        var file = Path.Combine(folder.FullName, "rows.parquet");
        var sql = $"select * from read_parquet({SqlText.Literal(file)})";
        var options = new EngineOptions { AllowedFolders = [folder.FullName], MemoryBytesPerOrganisation = 2L << 30 };
        try
        {
            await WriteAsync(file, cancellationToken);
            await using var local = new LocalEngine(options);
            await using var child = new ChildEngine(Runner, options);
            var figures = await SideBySide.RunAsync(
                rounds,
                ("raw DuckDB chunks", () => RawChunks.ReadAsync(local, sql, Rows, cancellationToken)),
                ("Arrow batches in the process", () => ReadAsync(local, sql, cancellationToken)),
                ("Arrow batches through the child", () => ReadAsync(child, sql, cancellationToken)));
            return [.. figures.Select(figure => figure with { Note = RowsPerSecond(figure) })];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string RowsPerSecond(Figure figure) =>
        string.Create(CultureInfo.InvariantCulture, $"{Rows / figure.Milliseconds / 1000:N1} million rows/s");

    private static async Task ReadAsync(IEngine engine, string sql, CancellationToken cancellationToken)
    {
        var rows = 0L;
        await using var result = await engine.RunAsync(new EngineStatement { Sql = sql }, cancellationToken);
        while (await result.NextAsync(cancellationToken) is { } batch)
        {
            rows += batch.Length;
            batch.Dispose();
        }

        if (rows != Rows)
        {
            throw new InvalidOperationException($"{rows} rows came.");
        }
    }

    private static async Task WriteAsync(string file, CancellationToken cancellationToken)
    {
        using var instance = DuckInstance.Open(new DuckOptions { MemoryBytes = 2L << 30 });
        using var connection = instance.Connect();
        await connection.ExecuteAsync(
            $"""
            copy (select i as id, (i % 1000)::int as store, i * 0.25 as amount, 'customer ' || (i % 50000) as customer,
                date '2020-01-01' + (i % 2000)::int as day, i % 3 = 0 as returned from range({Rows}) t(i))
            to {SqlText.Literal(file)} (format parquet)
            """,
            cancellationToken);
    }
}
