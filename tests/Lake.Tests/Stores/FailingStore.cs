using System.Runtime.CompilerServices;
using Talentys.Lake.Stores;

namespace Talentys.Lake.Tests.Stores;

/// <summary>
/// A store whose n-th call fails, or is the last: a crash, after which it refuses all. A call may fail before it did anything,
/// or after: done, but the caller does not learn it.
/// </summary>
internal sealed class FailingStore(IObjectStore inner) : IObjectStore
{
    private readonly Lock turn = new();
    private int calls;
    private int failsAt = -1;
    private Failure kind;

    /// <summary>How a call fails.</summary>
    public enum Failure
    {
        /// <summary>This call fails and does nothing; the next ones work.</summary>
        Once,

        /// <summary>This call does its work and fails nevertheless; the next ones work.</summary>
        OnceAfter,

        /// <summary>This call does nothing, and no other one works any more.</summary>
        Crash,

        /// <summary>This call does its work, and no other one works any more.</summary>
        CrashAfter,

        /// <summary>This call and all later ones that write fail as on a full disk, a file half-written; reading works.</summary>
        DiskFull,
    }

    /// <summary>Calls until now.</summary>
    public int Calls => calls;

    /// <summary>Whether the failure came.</summary>
    public bool Failed { get; private set; }

    /// <summary>Names and locations of the calls, in their order.</summary>
    public List<string> Log { get; } = [];

    /// <summary>Begins to count anew; the call of that number fails, from 1. 0 for none.</summary>
    public void FailAt(int call, Failure failure)
    {
        lock (turn)
        {
            (calls, failsAt, kind, Failed) = (0, call, failure, false);
            Log.Clear();
        }
    }

    /// <summary>Works again, as after a start.</summary>
    public void Recover() => FailAt(0, Failure.Once);

    /// <inheritdoc/>
    public bool Serves(string location) => inner.Serves(location);

    /// <inheritdoc/>
    public Task<StoredObject?> FindAsync(string location, CancellationToken cancellationToken) =>
        DoAsync(false, location, () => inner.FindAsync(location, cancellationToken));

    /// <inheritdoc/>
    public Task<byte[]> ReadAsync(string location, CancellationToken cancellationToken) =>
        DoAsync(false, location, () => inner.ReadAsync(location, cancellationToken));

    /// <inheritdoc/>
    public Task<byte[]> ReadAsync(string location, long offset, int length, CancellationToken cancellationToken) =>
        DoAsync(false, location, () => inner.ReadAsync(location, offset, length, cancellationToken));

    /// <inheritdoc/>
    public Task CreateAsync(string location, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        DoAsync(true, location, () => Done(inner.CreateAsync(location, content, cancellationToken)));

    /// <inheritdoc/>
    public Task TakeAsync(string localFile, string location, CancellationToken cancellationToken) =>
        DoAsync(true, location, () => Done(inner.TakeAsync(localFile, location, cancellationToken)));

    /// <inheritdoc/>
    public Task TouchAsync(string location, CancellationToken cancellationToken) =>
        DoAsync(true, location, () => Done(inner.TouchAsync(location, cancellationToken)));

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var found = await DoAsync(false, prefix, async () =>
        {
            var all = new List<StoredObject>();
            await foreach (var one in inner.ListAsync(prefix, cancellationToken))
            {
                all.Add(one);
            }

            return all;
        });
        foreach (var one in found)
        {
            yield return one;
        }
    }

    /// <inheritdoc/>
    public Task DeleteAsync(IReadOnlyCollection<string> locations, CancellationToken cancellationToken) =>
        DoAsync(false, string.Join(' ', locations), () => Done(inner.DeleteAsync(locations, cancellationToken)));

    /// <inheritdoc/>
    public string WritePath(string location) => inner.WritePath(location);

    /// <inheritdoc/>
    public string? ReadPath(string location) => inner.ReadPath(location);

    private async Task<T> DoAsync<T>(bool writes, string location, Func<Task<T>> work, [CallerMemberName] string name = "")
    {
        bool fails;
        lock (turn)
        {
            calls++;
            Log.Add($"{name} {location}");
            fails = failsAt > 0 && (calls == failsAt || (calls > failsAt && kind switch
            {
                Failure.Crash or Failure.CrashAfter => true,
                Failure.DiskFull => writes,
                _ => false,
            }));
            Failed |= fails;
        }

        if (!fails)
        {
            return await work();
        }

        if (kind is Failure.OnceAfter or Failure.CrashAfter && calls == failsAt)
        {
            await work();
        }

        throw new IOException(kind == Failure.DiskFull ? "No space left on device" : "Failed on purpose");
    }

    private static async Task<bool> Done(Task work)
    {
        await work;
        return true;
    }
}
