using System.Globalization;
using Talentys.Kernel;
using Talentys.Query.Engines;
using Talentys.Query.Limits;
using Talentys.Query.Public;

namespace Talentys.Query.Stages;

/// <summary>Refuses what would read more than its user may, and tells the small statements from the heavy ones.</summary>
internal sealed class LimitStage(QueryOptions options) : IQueryStage
{
    /// <summary>The engine gives a thread 122,880 rows at least: of so few a second one has nothing.</summary>
    private const double LightRows = 250_000;

    private const double LightBytes = 8L << 20;

    public Task RunAsync(QueryInFlight query, CancellationToken cancellationToken)
    {
        var size = StatementSize.Of(query);
        if (query.Limits.ScannedBytes is { } most && size.Bytes > most)
        {
            throw new FaultException(new Fault(
                FaultKind.Limit, "query.too_many_bytes",
                string.Create(CultureInfo.InvariantCulture, $"The statement would read about {Told(size.Bytes)} of data files, and you may read {Told(most)} with one."),
                null, "Ask for fewer columns, or narrow it by a condition on a column by which the table is partitioned or sorted."));
        }

        query.IsLight = size.Work <= LightRows && size.Bytes <= LightBytes;
        query.Lane = size.Bytes > options.HeavyBytes || size.Work > options.HeavyRows ? Lane.Heavy : Lane.Small;
        return Task.CompletedTask;
    }

    private static string Told(double bytes) => bytes switch
    {
        >= 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1L << 30):0.0} GB"),
        >= 1L << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1L << 20):0.0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024:0.0} kB"),
    };
}
