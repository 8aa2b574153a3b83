using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Talentys.Kernel;
using Talentys.Query.Kept.Columns;
using Talentys.Query.Public;
using Talentys.Query.Stages;

namespace Talentys.Query.Kept;

/// <summary>
/// The results that users look at: each belongs to who made it, and nobody else can tell that it is there. They go when
/// nobody looks at them, when their user makes too many, and with the server.
/// </summary>
internal sealed class ResultStore(
    IQueries queries, SeenMasks masks, QueryOptions options, ColumnEngine engine, PlatformFolders folders, TimeProvider clock, ILogger<ResultStore> log)
    : IHostedService, IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<Key, KeptResult> results = new();
    private ITimer? look;

    private string Folder => Path.Combine(folders.Cache, "results");

    /// <summary>Runs a statement; returns when nothing refuses it any more.</summary>
    /// <exception cref="FaultException">What refuses it.</exception>
    public async Task<KeptResult> StartAsync(QueryOrder order, long? limit, CancellationToken cancellationToken)
    {
        var id = order.Id ?? Ids.New(clock);
        var key = KeyOf(order.Principal, id);
        var result = new KeptResult(id, order.As, Folder, options, engine, clock, log);
        if (!results.TryAdd(key, result))
        {
            throw new FaultException(ResultFaults.IdInUse(id));
        }

        try
        {
            _ = Task.Run(() => result.RunAsync(queries, masks, order, limit), CancellationToken.None); // outlives the request
            await result.Accepted.WaitAsync(cancellationToken);
            MakeRoom(key);
            return result;
        }
        catch (Exception)
        {
            Remove(key);
            throw;
        }
    }

    /// <summary>A result of a principal.</summary>
    /// <exception cref="FaultException"><c>query.result_unknown</c>: there is none, or it is somebody else's.</exception>
    public KeptResult Get(Principal principal, string id) => Find(principal, id) ?? throw new FaultException(ResultFaults.Unknown);

    /// <summary>A result of a principal; null where there is none.</summary>
    public KeptResult? Find(Principal principal, string id)
    {
        var result = results.GetValueOrDefault(KeyOf(principal, id));
        result?.Touch();
        return result;
    }

    /// <summary>Ends a result and forgets it. False when there is none.</summary>
    public bool Remove(Principal principal, string id) => Remove(KeyOf(principal, id));

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true); // of a process that was killed
        }

        look = clock.CreateTimer(_ => RemoveUnused(), null, LookEvery, LookEvery);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        look?.Dispose();
        foreach (var key in results.Keys)
        {
            Remove(key);
        }
    }

    private void RemoveUnused()
    {
        foreach (var (key, result) in results)
        {
            if (result.Unused > options.ResultIdle)
            {
                Remove(key);
            }
        }
    }

    private void MakeRoom(Key made)
    {
        var others = results
            .Where(pair => pair.Key != made && (pair.Key.Organisation, pair.Key.Principal) == (made.Organisation, made.Principal))
            .OrderBy(pair => pair.Value.StartedAt)
            .ToList();
        foreach (var (key, _) in others.Take(others.Count + 1 - options.ResultsPerUser))
        {
            Remove(key);
        }
    }

    private bool Remove(Key key)
    {
        if (!results.TryRemove(key, out var result))
        {
            return false;
        }

        result.Dispose();
        return true;
    }

    private static Key KeyOf(Principal principal, string id) => new(principal.Organisation, principal.Id, id);

    private readonly record struct Key(string Organisation, string Principal, string Id);
}
