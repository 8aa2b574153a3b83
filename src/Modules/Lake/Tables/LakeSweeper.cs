using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Talentys.Kernel;
using Talentys.Lake.Reading;
using Talentys.Lake.Stores;

namespace Talentys.Lake.Tables;

/// <summary>After the start: ends drops that were interrupted and removes what unfinished writes left.</summary>
internal sealed class LakeSweeper(
    IHostApplicationLifetime lifetime, PlatformFolders folders, TablePlaces places, TableStore store, TableFiles files, OrphanSweep sweep, ILogger<LakeSweeper> log)
    : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        try
        {
            await started.Task.WaitAsync(stoppingToken);
            await SweepAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // stopping: the next start sweeps
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or FaultException or System.Data.Common.DbException)
        {
            LakeLog.SweepFailed(log, failure);
        }
    }

    /// <summary>Sweeps once.</summary>
    internal async Task SweepAsync(CancellationToken cancellationToken)
    {
        var rows = await store.AllAsync(cancellationToken);
        var live = rows.Select(row => LocalStore.ToPath(places.Of(row).Location)).ToHashSet();
        foreach (var dropped in DroppedFolders.Marked(folders.Lake).Where(path => !live.Contains(path)).ToList())
        {
            DroppedFolders.TryDelete(dropped);
            LakeLog.DropEnded(log, dropped);
        }

        foreach (var row in rows.Where(row => !row.Foreign))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var place = places.Of(row);
            var metadata = row.MetadataFile is { } file ? await files.MetadataAsync(place.MetadataFile(file), cancellationToken) : null;
            await sweep.SweepAsync(place, metadata, cancellationToken);
        }
    }
}
