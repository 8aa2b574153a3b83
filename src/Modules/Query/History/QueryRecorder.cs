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
internal sealed class QueryRecorder : BackgroundService
{
    /// <summary>State of a statement that has not ended.</summary>
    public const string Running = "running";

    private const int LongestText = 64 * 1024;
    private const int TrimEvery = 500;

    /// <summary>When more than these wait, those that read go without lineage: the history must not fall behind.</summary>
    private const int MostWithLineage = 50;

    /// <summary>What ends meanwhile is written with the first: each write waits for the disk.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(50);

    private readonly IPlatformDbFactory storage;
    private readonly LineageNotes notes;
    private readonly QueryOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger<QueryRecorder> log;

    private readonly Channel<QueryHistoryRow> ended;
    private readonly ConcurrentDictionary<QueryInFlight, QueryHistoryRow> running = new();
    private readonly ConcurrentDictionary<string, QueryHistoryRow> unwritten = new();
    private readonly CancellationTokenSource closing = new();

    public QueryRecorder(IPlatformDbFactory storage, LineageNotes notes, QueryOptions options, TimeProvider clock, ILogger<QueryRecorder> log)
    {
        (this.storage, this.notes, this.options, this.clock, this.log) = (storage, notes, options, clock, log);
        ended = Channel.CreateBounded<QueryHistoryRow>(
            new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest }, lost => unwritten.TryRemove(lost.Id, out _));
    }

    /// <summary>
    /// Statements of an organisation that run now, and those that ended and are not written yet, newest first. Whoever reads storage
    /// after it misses none, but may find one twice.
    /// </summary>
    public IReadOnlyList<QueryHistoryRow> Unwritten(string organisation)
    {
        foreach (var (query, row) in running)
        {
            row.Ahead = query.Standing.Ahead;
        }

        // in this order: a statement that ends meanwhile goes from the first to the second
        QueryHistoryRow[] rows = [.. running.Values, .. unwritten.Values];
        return
        [
            .. rows.Where(row => row.Organisation == organisation).DistinctBy(row => row.Id).OrderByDescending(row => row.Id, StringComparer.Ordinal),
        ];
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
        State = Running,
    };

    public void Ended(QueryInFlight query, QueryOutcome outcome)
    {
        if (!running.TryGetValue(query, out var row) || !unwritten.TryAdd(row.Id, row))
        {
            return;
        }

        row.Rows = outcome.Rows;
        row.ElapsedMs = (clock.GetUtcNow() - query.StartedAt).TotalMilliseconds;
        row.Tables = string.Join('\n', query.Tables);
        row.ErrorCode = outcome.ErrorCode;
        row.ErrorMessage = outcome.ErrorMessage;
        row.Asked = outcome.ErrorCode is null ? LineageInput.Of(query) : null;
        row.State = outcome.State;
        row.Ahead = null;
        running.TryRemove(query, out _);
        ended.Writer.TryWrite(row);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        ended.Writer.TryComplete();
        await closing.CancelAsync();
        await (ExecuteTask ?? Task.CompletedTask).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not the stopping token: what ended before the stop is still written, until the channel is complete and empty.
        var written = 0;
        while (await ended.Reader.WaitToReadAsync(CancellationToken.None))
        {
            await Task.Delay(Together, TimeProvider.System, closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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

            foreach (var row in batch)
            {
                unwritten.TryRemove(row.Id, out _);
            }
        }
    }

    public override void Dispose()
    {
        closing.Dispose();
        base.Dispose();
    }

    private async Task WriteAsync(List<QueryHistoryRow> batch)
    {
        await using var db = storage.Create();
        foreach (var row in batch.Where(row => batch.Count <= MostWithLineage || row.Asked is { Changed.Count: > 0 }))
        {
            try
            {
                await notes.KeepAsync(db, row, await notes.NoteAsync(row, CancellationToken.None), CancellationToken.None);
            }
            catch (Exception failure) when (failure is not System.Data.Common.DbException)
            {
                QueryLog.LineageNotRead(log, row.QueryId, failure); // the statement itself stays in the history
            }
        }

        db.Set<QueryHistoryRow>().AddRange(batch);
        await db.SaveChangesAsync();
        foreach (var row in batch)
        {
            row.Asked = null;
        }
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
