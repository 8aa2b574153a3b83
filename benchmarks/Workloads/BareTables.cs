using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Public;

namespace Talentys.Benchmarks.Workloads;

/// <summary>The tables of a workload in the lake, and beside it in a bare engine that reads the same files.</summary>
internal static class BareTables
{
    /// <summary>Fills the tables of a workload.</summary>
    public static async Task FillAsync(ILake lake, Scope scope, Workload workload, DuckConnection connection, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(workload.Setup, cancellationToken);
        foreach (var table in workload.Tables)
        {
            await using var write = await lake.BeginAsync(scope, Named(table), WriteMode.Replace, cancellationToken);
            await write.WriteAsync(connection, table.Sql, null, cancellationToken);
            await write.CommitAsync(Guid.NewGuid().ToString(), new Dictionary<string, string>(), cancellationToken);
        }
    }

    /// <summary>Gives the tables their names in an engine that knows nothing but the files.</summary>
    public static async Task NameAsync(ILake lake, Scope scope, Workload workload, DuckConnection raw, CancellationToken cancellationToken)
    {
        foreach (var table in workload.Tables)
        {
            var found = await lake.FindAsync(scope, Named(table), TableAt.Current, cancellationToken) ?? throw new InvalidOperationException($"{table.Name} is missing.");
            await raw.ExecuteAsync(
                $"create or replace view {SqlText.Quote(table.Name)} as select * from read_parquet({SqlText.List(found.Files.Select(file => file.Path))})", cancellationToken);
        }
    }

    private static TableName Named(WorkloadPart table) => new(TableName.DefaultSchema, table.Name);
}
