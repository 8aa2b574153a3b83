using System.Globalization;
using Talentys.Contracts;
using Talentys.DuckDb.Public;
using Talentys.Kernel;

namespace Talentys.Benchmarks.Platform;

/// <summary>A dbt project of 500 small models that become tables, built in a running host, over raw DuckDB writing the same rows to Parquet one by one.</summary>
public sealed class DbtBuilding : IBenchmark
{
    private const int Models = 500;
    private const int Wide = 50;

    /// <summary>Each side takes long: more rounds tell no more.</summary>
    private const int MostRounds = 2;

    /// <inheritdoc/>
    public string Name => "dbt-build";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Figure>> RunAsync(int rounds, CancellationToken cancellationToken)
    {
        using var project = new BenchProject();
        Directory.CreateDirectory(project.File("models"));
        Directory.CreateDirectory(project.File("raw"));
        await File.WriteAllTextAsync(project.File("dbt_project.yml"), "name: shop\nmodels: {+materialized: table}\n", cancellationToken);
        for (var i = 0; i < Models; i++)
        {
            await File.WriteAllTextAsync(project.File($"models/m{i}.sql"), Sql(i, above => $"{{{{ ref('m{above}') }}}}"), cancellationToken);
        }

        using var instance = DuckInstance.Open(new DuckOptions());
        using var raw = instance.Connect();
        await using var host = await BenchHost.StartAsync(project.Folders, isolate: false, works: true, cancellationToken);
        var figures = await SideBySide.RunAsync(
            Math.Min(rounds, MostRounds),
            ("raw DuckDB, a file for each model", () => RawAsync(raw, project, cancellationToken)),
            ("a build in a running host, one thread", () => BuildAsync(host, 1, cancellationToken)),
            ("a build in a running host, four threads", () => BuildAsync(host, 4, cancellationToken)));
        return [figures[0], .. figures.Skip(1).Select(figure => figure with
        {
            Note = string.Create(CultureInfo.InvariantCulture, $"{(figure.Milliseconds - figures[0].Milliseconds) / Models:N1} ms for each model above its SQL"),
        })];
    }

    /// <summary>The first ones make rows, each other one reads two of the row above.</summary>
    private static string Sql(int i, Func<int, string> table) => i < Wide ? $"select range as id, range % 10 as part, range * {i + 1} as amount from range(1000)"
        : $"select a.id, a.part, a.amount + b.amount as amount from {table(i - Wide)} a join {table((i - Wide) / Wide * Wide + ((i + 7) % Wide))} b using (id) where a.part < 9";

    private static async Task RawAsync(DuckConnection raw, BenchProject project, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Models; i++)
        {
            var sql = Sql(i, above => $"read_parquet({SqlText.Literal(project.File($"raw/m{above}.parquet"))})");
            await raw.ExecuteAsync($"copy ({sql}) to {SqlText.Literal(project.File($"raw/m{i}.parquet"))} (format parquet, compression zstd)", cancellationToken);
        }
    }

    private static Task BuildAsync(BenchHost host, int threads, CancellationToken cancellationToken) =>
        host.WorkAsync("/api/v1/builds", new BuildRequest("build", Threads: threads), cancellationToken);
}
