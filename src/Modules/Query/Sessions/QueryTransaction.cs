using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Views;

namespace Talentys.Query.Sessions;

/// <summary>A transaction from its first statement on: tables and views as it sees them, and what it changed.</summary>
/// <param name="lake">The tables.</param>
/// <param name="views">The views.</param>
internal sealed class QueryTransaction(ILakeTransaction lake, IReadOnlyList<StoredView> views) : IAsyncDisposable
{
    /// <summary>Tells it from others.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N");

    /// <summary>The tables.</summary>
    public ILakeTransaction Lake => lake;

    /// <summary>The views, in the order of their names.</summary>
    public IReadOnlyList<StoredView> Views { get; private set; } = views;

    /// <summary>Whether it changed views.</summary>
    public bool ChangesViews { get; private set; }

    /// <summary>Whether statements that write are refused.</summary>
    public bool IsReadOnly { get; set; }

    /// <summary>Whether a statement of it failed.</summary>
    public bool IsFailed { get; private set; }

    /// <summary>A statement failed.</summary>
    public void Fail() => IsFailed = true;

    /// <summary>Refuses a statement that writes where it only reads.</summary>
    /// <exception cref="FaultException"><c>query.transaction_read_only</c>.</exception>
    public void DemandWrites(string command)
    {
        if (IsReadOnly)
        {
            throw new FaultException(new Fault(
                FaultKind.Denied, "query.transaction_read_only", $"cannot execute {command} in a read-only transaction", null, "Begin a transaction that is not READ ONLY."));
        }
    }

    /// <summary>Sees other views from now on; the same is done in storage at the commit.</summary>
    public void Define(IEnumerable<StoredView> changed, Func<Storage.PlatformDb, CancellationToken, Task> store)
    {
        Views = [.. changed.OrderBy(view => view.Name)];
        ChangesViews = true;
        lake.Also(store);
    }

    /// <summary>Remembers what was done by now.</summary>
    /// <returns>Takes back what is done from here on.</returns>
    public Func<Task> Save()
    {
        var (tables, known, changes) = (lake.Save(), Views, ChangesViews);
        return async () =>
        {
            await tables();
            (Views, ChangesViews, IsFailed) = (known, changes, false);
        };
    }

    public ValueTask DisposeAsync() => lake.DisposeAsync();
}
