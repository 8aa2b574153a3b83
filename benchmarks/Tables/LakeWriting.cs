using Microsoft.Extensions.DependencyInjection;
using Talentys.Benchmarks.Platform;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Public;

namespace Talentys.Benchmarks.Tables;

/// <summary>Writing rows into a table of the lake over COPY of the same SELECT to a Parquet file that is made alike.</summary>
public sealed class LakeWriting : IBenchmark
{
    private const int Rows = 4_000_000;
    private const double Aim = 1.15;

    /// <inheritdoc/>
    public string Name => "lake-write";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(int rounds, CancellationToken cancellationToken)
    {
        using var project = new BenchProject();
        await using var host = await BenchHost.StartAsync(project.Folders, isolate: false, works: false, cancellationToken);
        var lake = host.Services.GetRequiredService<ILake>();
        using var instance = DuckInstance.Open(new DuckOptions { MemoryBytes = 4L << 30 });
        using var connection = instance.Connect();
        var (file, select) = (project.File("rows.parquet"), BenchTable.Rows(Rows));
        var figures = await SideBySide.RunAsync(
            rounds,
            ("raw DuckDB COPY to Parquet", () => CopyAsync(connection, select, file, cancellationToken)),
            ("the same, flushed to the disk", () => FlushedAsync(connection, select, file, cancellationToken)),
            ("the lake: written, flushed, committed", () => WriteAsync(lake, connection, select, cancellationToken)));
        return [.. figures.SkipLast(1), BenchTable.Aimed(figures[^1], Aim)];
    }

    private static Task CopyAsync(DuckConnection connection, string select, string file, CancellationToken cancellationToken)
    {
        File.Delete(file);
        return connection.ExecuteAsync($"copy ({select}) to {SqlText.Literal(file)} ({BenchTable.CopyOptions})", cancellationToken);
    }

    private static async Task FlushedAsync(DuckConnection connection, string select, string file, CancellationToken cancellationToken)
    {
        await CopyAsync(connection, select, file, cancellationToken);
        using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(handle);
    }

    private static async Task WriteAsync(ILake lake, DuckConnection connection, string select, CancellationToken cancellationToken)
    {
        await lake.DropAsync(BenchTable.Scope, BenchTable.Named("t"), cancellationToken);
        await BenchTable.ReplaceAsync(lake, BenchTable.Named("t"), connection, select, cancellationToken);
    }
}
