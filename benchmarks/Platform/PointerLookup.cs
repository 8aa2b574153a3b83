using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Public;

namespace Talentys.Benchmarks.Platform;

/// <summary>What it costs every statement to find a table's current version, over the bare look-up in the metadata.</summary>
public sealed class PointerLookup : IBenchmark
{
    private const int Lookups = 200;

    /// <inheritdoc/>
    public string Name => "pointer";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(int rounds, CancellationToken cancellationToken)
    {
        using var project = new BenchProject();
        await using var host = await BenchHost.StartAsync(project.Folders, isolate: false, works: false, cancellationToken);
        var lake = host.Services.GetRequiredService<ILake>();
        var (scope, name) = (new Scope(Scope.DefaultOrganisation, Scope.DefaultEnvironment), new TableName(TableName.DefaultSchema, "t"));
        using (var instance = DuckInstance.Open(new DuckOptions()))
        {
            using var connection = instance.Connect();
            await using var write = await lake.BeginAsync(scope, name, WriteMode.Replace, cancellationToken);
            await write.WriteAsync(connection, "select 1 as id", null, cancellationToken);
            await write.CommitAsync("benchmark", new Dictionary<string, string>(), cancellationToken);
        }

        var file = new SqliteConnectionStringBuilder { DataSource = project.Folders.MetadataFile }.ToString();
        var figures = await SideBySide.RunAsync(
            rounds,
            ("bare look-up in the metadata file", () => RepeatAsync(() => BareAsync(file, cancellationToken))),
            ("the lake finds a table", () => RepeatAsync(async () => _ = await lake.FindAsync(scope, name, TableAt.Current, cancellationToken))));
        return [.. figures.Select(figure => figure with
        {
            Note = string.Create(CultureInfo.InvariantCulture, $"{figure.Milliseconds * 1000 / Lookups:N0} microseconds each"),
        })];
    }

    private static async Task RepeatAsync(Func<Task> look)
    {
        for (var number = 0; number < Lookups; number++)
        {
            await look();
        }
    }

    private static async Task BareAsync(string file, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(file);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "select Version, MetadataFile from lake_tables where SchemaKey = 'MAIN' and NameKey = 'T'";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            throw new InvalidOperationException("The table is missing.");
        }
    }
}
