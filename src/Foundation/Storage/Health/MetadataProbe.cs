using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Talentys.Kernel;

namespace Talentys.Storage;

/// <summary>Whether the metadata database answers, how fast, and how large it is.</summary>
internal sealed class MetadataProbe(StorageOptions options, IPlatformDbFactory databases, TimeProvider clock) : IHealthProbe
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    public string Name => "metadata";

    private string Product => options.Provider == StorageProvider.Sqlite ? "SQLite" : "PostgreSQL";

    private string SizeSql => options.Provider == StorageProvider.Sqlite
        ? """select page_count * page_size as "Value" from pragma_page_count(), pragma_page_size()"""
        : """select pg_database_size(current_database()) as "Value" """;

    public async Task<HealthReading> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var db = databases.Create();
            var started = clock.GetTimestamp();
            await db.Database.ExecuteSqlRawAsync("select 1", cancellationToken);
            var took = clock.GetElapsedTime(started);
            var bytes = await db.Database.SqlQueryRaw<long>(SizeSql).SingleAsync(cancellationToken);
            var figures = new Dictionary<string, double> { ["answerMs"] = Math.Round(took.TotalMilliseconds, 2), ["sizeBytes"] = bytes };
            return took < Slow
                ? new HealthReading(HealthLevel.Ok, $"{Product} answers.", null, figures)
                : new HealthReading(
                    HealthLevel.Warning,
                    string.Create(CultureInfo.InvariantCulture, $"{Product} answers only after {took.TotalSeconds:0.0} seconds."),
                    "Look at the load of the machine and of its disk.", figures);
        }
        catch (Exception failure) when ((failure as DbException ?? failure.InnerException as DbException) is { } told)
        {
            return new HealthReading(
                HealthLevel.Failing, $"{Product} does not answer: {told.Message}",
                options.Provider == StorageProvider.Sqlite
                    ? "Look whether the state folder is there, writable and not full."
                    : "Look whether the database server runs and can be reached from here.",
                new Dictionary<string, double>());
        }
    }
}
