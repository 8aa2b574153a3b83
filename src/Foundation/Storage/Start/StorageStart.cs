using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Talentys.Kernel;

namespace Talentys.Storage;

/// <summary>Brings the metadata database to the shape that this program needs, before anything else starts.</summary>
public sealed class StorageStart : IHostedLifecycleService
{
    private readonly IPlatformDbFactory databases;
    private readonly ILogger<StorageStart> logger;
    private readonly IStartGuard guard;
    private readonly bool migrates;
    private volatile bool ready;

    internal StorageStart(StorageOptions options, IPlatformDbFactory databases, IStartGuard guard, ILogger<StorageStart> logger)
    {
        migrates = options.MigrationsAssembly is not null;
        this.databases = databases;
        this.guard = guard;
        this.logger = logger;
    }

    /// <summary>Whether the database is ready.</summary>
    internal bool Ready => ready;

    /// <summary>Checks, copies and migrates the database. Does nothing the second time.</summary>
    /// <exception cref="FaultException"><c>storage.corrupt</c>, <c>storage.newer</c>, <c>storage.locked</c>, <c>storage.unreachable</c> or <c>storage.not_writable</c>.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (ready)
        {
            return;
        }

        await using (await guard.LockAsync(cancellationToken))
        {
            await guard.CheckAsync(cancellationToken);
            await MigrateAsync(cancellationToken);
        }

        ready = true;
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => EnsureAsync(cancellationToken);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        if (!migrates)
        {
            await db.Database.EnsureCreatedAsync(cancellationToken);
            return;
        }

        var known = db.Database.GetMigrations().ToList();
        var applied = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
        if (applied.Except(known).LastOrDefault() is { } newer)
        {
            throw new FaultException(Fault.Failed(
                "storage.newer", $"The metadata was written by a newer version of Talentys (it has `{newer}`).", guard.Place,
                "Start the version that wrote it, or restore a copy from before."));
        }

        var pending = known.Except(applied).ToList();
        if (pending.Count == 0)
        {
            return;
        }

        if (applied.Count > 0 && await guard.CopyAsync(pending[0], cancellationToken) is { } copy)
        {
            StorageLog.Copied(logger, copy);
        }

        await db.Database.MigrateAsync(cancellationToken);
        StorageLog.Migrated(logger, pending.Count, pending[^1]);
    }
}
