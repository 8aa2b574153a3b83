using Talentys.DuckDb.Instances;
using Talentys.DuckDb.Native;

namespace Talentys.DuckDb.Public;

/// <summary>One instance of the engine in this process. Thread-safe; connections are not.</summary>
public sealed class DuckInstance : IDisposable
{
    private readonly HashSet<DuckConnection> connections = [];
    private readonly Lock gate = new();
    private readonly EngineShare share;
    private nint database;

    private DuckInstance(nint database, EngineShare share)
    {
        this.database = database;
        this.share = share;
    }

    /// <summary>Memory that this instance may use, in bytes.</summary>
    public long MemoryBytes => share.Bytes;

    /// <summary>Opens an instance with a share of the budget of this process.</summary>
    /// <exception cref="Kernel.FaultException">The file is not a database, or cannot be opened.</exception>
    public static DuckInstance Open(DuckOptions options)
    {
        var share = EngineBudget.Shared.Take(options.MemoryBytes);
        try
        {
            return new DuckInstance(InstanceSettings.Open(options, share.Bytes), share);
        }
        catch (Kernel.FaultException)
        {
            share.Dispose();
            throw;
        }
    }

    /// <summary>
    /// A fresh connection. There is no pool behind it: opening one takes some 50 microseconds, and one that was used could
    /// carry temporary tables, settings or a transaction to its next user.
    /// </summary>
    public DuckConnection Connect()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(database == 0, this);
            if (DuckNative.Connect(database, out var handle) != DuckNative.Success)
            {
                throw Faults.EngineFaults.Busy("The engine accepts no further connection.");
            }

            var connection = new DuckConnection(handle, Forget);
            connections.Add(connection);
            return connection;
        }
    }

    /// <summary>Closes the connections that are still open, then the instance.</summary>
    public void Dispose()
    {
        DuckConnection[] open;
        lock (gate)
        {
            open = [.. connections];
        }

        foreach (var connection in open)
        {
            connection.Dispose();
        }

        lock (gate)
        {
            if (database != 0)
            {
                DuckNative.Close(ref database);
                database = 0;
            }
        }

        share.Dispose();
    }

    private void Forget(DuckConnection connection)
    {
        lock (gate)
        {
            connections.Remove(connection);
        }
    }
}
