using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Benchmarks.Platform;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Public;

namespace Talentys.Benchmarks.Tables;

/// <summary>A table of mixed rows in a lake, and the ways to read it.</summary>
internal static class BenchTable
{
    /// <summary>Options of COPY that write as the lake does where a table's properties tell nothing else.</summary>
    public const string CopyOptions = "format parquet, compression zstd, row_group_size 122880";

    public static Scope Scope { get; } = new(Scope.DefaultOrganisation, Scope.DefaultEnvironment);

    /// <summary>Rows of whole numbers, decimals, texts, times and more, some of them null.</summary>
    public static string Rows(int count) =>
        $"""
        select i as id, (i % 1000)::int as store, (hash(i) % 100000 * 0.01)::decimal(18, 2) as amount, 'customer ' || (hash(i) % 50000) as customer,
            timestamp '2020-01-01' + to_seconds(i * 30) as ordered_at, date '2020-01-01' + (i // 2880)::int as day,
            case when i % 7 = 0 then null else (hash(i + 1) % 1000)::double / 7 end as weight, i % 3 = 0 as returned, 'note number ' || i as note
        from range({count}) t(i)
        """;

    public static TableName Named(string name) => new(TableName.DefaultSchema, name);

    /// <summary>Replaces the rows of a table by those of a SELECT.</summary>
    public static async Task ReplaceAsync(ILake lake, TableName name, DuckConnection connection, string select, CancellationToken cancellationToken)
    {
        await using var write = await lake.BeginAsync(Scope, name, WriteMode.Replace, cancellationToken);
        await write.WriteAsync(connection, select, null, cancellationToken);
        await CommitAsync(write, cancellationToken);
    }

    public static Task<TableVersion> CommitAsync(ILakeWrite write, CancellationToken cancellationToken) =>
        write.CommitAsync(Guid.NewGuid().ToString(), new Dictionary<string, string>(), cancellationToken);

    public static async Task<LakeTable> FindAsync(ILake lake, TableName name, CancellationToken cancellationToken) =>
        await lake.FindAsync(Scope, name, TableAt.Current, cancellationToken) ?? throw new InvalidOperationException("The table is missing.");

    /// <summary>The rows of a table as a statement finds them, to stand in a FROM.</summary>
    public static async Task<string> ScanAsync(ILake lake, TableName name, CancellationToken cancellationToken)
    {
        var table = await lake.OpenAsync(Scope, name, TableAt.Current, cancellationToken) ?? throw new InvalidOperationException("The table is missing.");
        return $"({(await lake.PlanAsync(table, [ScanFilter.Everything], cancellationToken)).SelectSql})";
    }

    public static string RawScan(LakeTable table) => $"read_parquet({SqlText.List(table.Files.Select(file => file.Path))})";

    public static async Task RunAsync(DuckConnection connection, string sql, CancellationToken cancellationToken) =>
        await connection.ExecuteAsync(sql, cancellationToken);

    /// <summary>Asks through the query path.</summary>
    public static async Task AskAsync(BenchHost host, string sql, CancellationToken cancellationToken)
    {
        await using var rows = await host.Services.GetRequiredService<IQueries>().RunAsync(
            new QueryOrder { Sql = sql, Principal = Principal.System(Scope.Organisation), Scope = Scope, Surface = "benchmark" }, cancellationToken);
        while (await rows.NextAsync(cancellationToken) is { } batch)
        {
            batch.Dispose();
        }
    }

    /// <summary>Tells beside a figure what its ratio should be at most.</summary>
    public static Figure Aimed(Figure figure, double aim) => figure with
    {
        Note = string.Create(CultureInfo.InvariantCulture, $"aim {aim:0.00} x: {(figure.Ratio <= aim ? "met" : "missed")}"),
    };
}
