using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Talentys.Kernel;
using Talentys.Query.Public;
using Talentys.Query.Stages;
using Talentys.Storage;

namespace Talentys.Query.History;

/// <summary>Keeps the history of statements: those under way in memory, those that ended in storage, written in the background.</summary>
internal sealed class QueryRecorder(
    IPlatformDbFactory storage, QueryOptions options, TimeProvider clock, ILogger<QueryRecorder> log) : BackgroundService
{
    private const int LongestText = 64 * 1024;
    private const int TrimEvery = 500;

    private readonly Channel<QueryHistoryRow> ended = Channel.CreateBounded<QueryHistoryRow>(
        new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest });

    private readonly ConcurrentDictionary<QueryInFlight, QueryHistoryRow> running = new();

    /// <summary>Statements of an organisation that run now, newest first.</summary>
    public IReadOnlyList<QueryHistoryRow> Running(string organisation)
    {
        var here = running.Where(pair => pair.Value.Organisation == organisation).ToList();
        foreach (var (query, row) in here)
        {
            row.Ahead = query.Standing.Ahead;
        }

        return [.. here.Select(pair => pair.Value).OrderByDescending(row => row.Id, StringComparer.Ordinal)];
    }

    public void Started(QueryInFlight query) => running[query] = new QueryHistoryRow
    {
        Id = Ids.New(clock),
        QueryId = query.Id,
        Organisation = query.Scope.Organisation,
        Environment = query.Scope.Environment,
        Principal = query.Order.Principal.Name,
        Surface = query.Order.As is { } other ? $"{query.Order.Surface}{QueryHistoryRow.AsMark}{other}" : query.Order.Surface,
        Sql = query.Order.Sql.Length > LongestText ? query.Order.Sql[..LongestText] : query.Order.Sql,
        StartedAt = query.StartedAt,
        State = "running",
    };

    public void Ended(QueryInFlight query, QueryOutcome outcome)
    {
        if (!running.TryRemove(query, out var row))
        {
            return;
        }

        row.State = outcome.State;
        row.Rows = outcome.Rows;
        row.ElapsedMs = (clock.GetUtcNow() - query.StartedAt).TotalMilliseconds;
        row.Tables = string.Join('\n', query.Tables.Select(table => table.ToString()));
        row.ErrorCode = outcome.ErrorCode;
        row.ErrorMessage = outcome.ErrorMessage;
        ended.Writer.TryWrite(row);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        ended.Writer.TryComplete();
        await (ExecuteTask ?? Task.CompletedTask).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not the stopping token: what ended before the stop is still written, until the channel is complete and empty.
        var written = 0;
        while (await ended.Reader.WaitToReadAsync(CancellationToken.None))
        {
            var batch = new List<QueryHistoryRow>();
            while (batch.Count < TrimEvery && ended.Reader.TryRead(out var row))
            {
                batch.Add(row);
            }

            try
            {
                await WriteAsync(batch);
                written += batch.Count;
                if (written >= TrimEvery)
                {
                    written = 0;
                    await TrimAsync(batch[0].Organisation);
                }
            }
            catch (Exception failure) when (failure is DbUpdateException or System.Data.Common.DbException)
            {
                QueryLog.HistoryNotWritten(log, batch.Count, failure);
            }
        }
    }

    private async Task WriteAsync(List<QueryHistoryRow> batch)
    {
        await using var db = storage.Create();
        db.Set<QueryHistoryRow>().AddRange(batch);
        await db.SaveChangesAsync();
    }

    private async Task TrimAsync(string organisation)
    {
        await using var db = storage.Create();
        var rows = db.Set<QueryHistoryRow>().Where(row => row.Organisation == organisation);
        var last = await rows.OrderByDescending(row => row.Id).Skip(options.HistoryLength).Select(row => row.Id).FirstOrDefaultAsync();
        if (last is not null)
        {
            await rows.Where(row => row.Id.CompareTo(last) <= 0).ExecuteDeleteAsync();
        }
    }
}
