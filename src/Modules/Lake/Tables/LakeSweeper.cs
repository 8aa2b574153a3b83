using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Talentys.Kernel;
using Talentys.Lake.Planning;
using Talentys.Lake.Reading;
using Talentys.Lake.Stores;

namespace Talentys.Lake.Tables;

/// <summary>After the start removes what unfinished writes left; then and each hour ends drops that were interrupted, and deletes files that can be made again.</summary>
internal sealed class LakeSweeper(
    IHostApplicationLifetime lifetime,
    TablePlaces places,
    TableStore store,
    TableFiles files,
    OrphanSweep sweep,
    DroppedTables dropped,
    StagedFiles staged,
    MetadataTables.MetadataTables metadataTables,
    ManifestIndexes indexes,
    LakeOptions options,
    TimeProvider clock,
    ILogger<LakeSweeper> log)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        try
        {
            await started.Task.WaitAsync(stoppingToken);
            await TryAsync(SweepAsync, stoppingToken);
            using var timer = new PeriodicTimer(Pause, clock);
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                SweepCaches();
                await TryAsync(dropped.EndAllAsync, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // stopping: the next start sweeps
        }
    }

    /// <summary>Sweeps once. A table whose store cannot be reached keeps nothing from the others.</summary>
    internal async Task SweepAsync(CancellationToken cancellationToken)
    {
        SweepCaches();
        staged.DeleteOlderThan(clock.GetUtcNow() - options.OrphanAge);
        await dropped.EndAllAsync(cancellationToken);
        var rows = await store.AllAsync(cancellationToken);
        foreach (var scope in rows.Select(row => new Scope(row.Organisation, row.Environment)).Distinct())
        {
            await TryAsync(async token => await sweep.SweepTemporaryAsync(await places.TemporaryRootAsync(scope, token), token), cancellationToken);
        }

        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await TryAsync(token => SweepAsync(row, token), cancellationToken);
        }
    }

    private void SweepCaches()
    {
        metadataTables.Sweep();
        indexes.Sweep();
    }

    private async Task SweepAsync(LakeTableRow row, CancellationToken cancellationToken)
    {
        if (row.Foreign)
        {
            return;
        }

        var place = places.Of(row);
        var metadata = row.MetadataFile is { } file ? await files.MetadataAsync(place.MetadataFile(file), cancellationToken) : null;
        await sweep.SweepAsync(place, metadata, cancellationToken);
    }

    private async Task TryAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or FaultException or System.Data.Common.DbException)
        {
            LakeLog.SweepFailed(log, failure);
        }
    }
}
