using System.Globalization;
using Talentys.Contracts;
using Talentys.DuckDb.Public;
using Talentys.Kernel;

namespace Talentys.Benchmarks.Platform;

/// <summary>A CSV file of some 200 MB into the lake, over raw DuckDB from CSV to Parquet.</summary>
public sealed class LoadThroughput : IBenchmark
{
    private const int Rows = 2_400_000;

    /// <summary>Each side takes seconds: more rounds tell no more.</summary>
    private const int MostRounds = 3;

    /// <inheritdoc/>
    public string Name => "load";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(int rounds, CancellationToken cancellationToken)
    {
        using var project = new BenchProject();
        using var other = new BenchProject();
        var (csv, parquet) = (project.File("orders.csv"), project.File("orders.parquet"));
        using var instance = DuckInstance.Open(new DuckOptions());
        using var raw = instance.Connect();
        await WriteAsync(raw, csv, cancellationToken);
        await using var host = await BenchHost.StartAsync(project.Folders, isolate: false, works: true, cancellationToken);
        var figures = await SideBySide.RunAsync(
            Math.Min(rounds, MostRounds),
            ("raw DuckDB, zstd as the lake", () => CopyAsync(raw, csv, parquet, "zstd", cancellationToken)),
            ("raw DuckDB, snappy", () => CopyAsync(raw, csv, parquet, "snappy", cancellationToken)),
            ("a load in a running host", () => LoadAsync(host, csv, cancellationToken)),
            ("the command talentys load", () => TalentysProgram.RunAsync(
                cancellationToken, "load", csv, "--dir", other.Folders.Project, "--quiet")));
        var megabytes = new FileInfo(csv).Length / 1e6;
        return [.. figures.Select(figure => figure with
        {
            Note = string.Create(CultureInfo.InvariantCulture, $"{megabytes * 1000 / figure.Milliseconds:N0} MB/s of {megabytes:N0} MB"),
        })];
    }

    private static Task CopyAsync(DuckConnection connection, string csv, string parquet, string codec, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            $"copy (from read_csv({SqlText.Literal(csv)})) to {SqlText.Literal(parquet)} (format parquet, compression {codec})", cancellationToken);

    private static Task LoadAsync(BenchHost host, string csv, CancellationToken cancellationToken) =>
        host.WorkAsync("/api/v1/loads", new LoadRequest([csv], "main", "replace"), cancellationToken);

    private static Task WriteAsync(DuckConnection connection, string csv, CancellationToken cancellationToken) => connection.ExecuteAsync(
        $"""
        copy (select i as id, 'customer ' || (i % 50000) as customer, date '2020-01-01' + (i % 2000)::int as day,
            timestamp '2020-01-01' + to_seconds(i) as ordered_at, (i % 97) * 1.25 as amount, i % 3 = 0 as returned,
            'note number ' || i as note from range({Rows}) t(i))
        to {SqlText.Literal(csv)} (format csv, header)
        """,
        cancellationToken);
}
