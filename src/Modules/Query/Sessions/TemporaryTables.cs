using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Statements;

namespace Talentys.Query.Sessions;

/// <summary>
/// The temporary tables of a session. They are made in a transaction of the lake that is never committed: nobody else sees them, the lake
/// knows nothing of them, and what they wrote goes with them. Without a schema their names come before those of the lake.
/// </summary>
internal sealed class TemporaryTables(ILake lake, Scope scope) : IAsyncDisposable
{
    /// <summary>The schema by which statements may tell them from others.</summary>
    private const string Alias = "pg_temp";

    private ILakeTransaction? held;
    private Dictionary<string, OnCommit> tables = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Their schema, of this session alone.</summary>
    public string Schema { get; } = $"{Alias}_{Guid.NewGuid():N}"[..(Alias.Length + 13)];

    /// <summary>Where they are; made with the first of them.</summary>
    public ILakeTransaction Lake => held ??= lake.BeginTemporary(scope);

    /// <summary>Whether there are any.</summary>
    public bool Any => tables.Count > 0;

    /// <summary>Whether a name is that of one, or would be.</summary>
    public bool Owns(TableName name) => string.Equals(name.Schema, Schema, StringComparison.OrdinalIgnoreCase);

    /// <summary>The table that a name in a statement means; null when it means none of them.</summary>
    public TableName? Find(string? schema, string name) => schema is null ? tables.ContainsKey(name) ? Named(name) : null : IsSchema(schema) ? Named(name) : null;

    /// <summary>The whole name of one.</summary>
    public TableName Named(string name) => new(Schema, name);

    /// <summary>Whether a schema is theirs.</summary>
    public bool IsSchema(string schema) => string.Equals(schema, Alias, StringComparison.OrdinalIgnoreCase) || string.Equals(schema, Schema, StringComparison.OrdinalIgnoreCase);

    /// <summary>One was made.</summary>
    public void Add(TableName name, OnCommit onCommit) => tables[name.Name] = onCommit;

    /// <summary>One was dropped, or has another name now.</summary>
    public void Remove(TableName name, TableName? renamed = null)
    {
        if (tables.Remove(name.Name, out var onCommit) && renamed is { } other)
        {
            tables[other.Name] = onCommit;
        }
    }

    /// <summary>Does something to them, all of it or nothing.</summary>
    public async Task<T> ChangeAsync<T>(Func<ILakeTransaction, Task<T>> work)
    {
        var back = Save();
        try
        {
            return await work(Lake);
        }
        catch (Exception)
        {
            await back();
            throw;
        }
    }

    /// <summary>Remembers what they are by now.</summary>
    /// <returns>Takes back what is done from here on.</returns>
    public Func<Task> Save()
    {
        var (known, rows) = (new Dictionary<string, OnCommit>(tables, StringComparer.OrdinalIgnoreCase), held?.Save());
        return async () =>
        {
            tables = new Dictionary<string, OnCommit>(known, StringComparer.OrdinalIgnoreCase);
            if (rows is not null)
            {
                await rows();
            }
            else
            {
                await EndAsync();
            }
        };
    }

    /// <summary>The transaction of the session was committed: what ON COMMIT asked for is done.</summary>
    public async Task CommittedAsync(CancellationToken cancellationToken)
    {
        foreach (var (name, onCommit) in tables.ToList())
        {
            if (onCommit == OnCommit.Drop)
            {
                await Lake.DropAsync(Named(name));
                tables.Remove(name);
            }
            else if (onCommit == OnCommit.DeleteRows)
            {
                (await Lake.ChangeAsync(Named(name), WriteMode.Append, cancellationToken)).Truncate();
            }
        }
    }

    /// <summary>Forgets all of them.</summary>
    public async ValueTask DisposeAsync()
    {
        tables.Clear();
        await EndAsync();
    }

    private async ValueTask EndAsync()
    {
        if (held is { } ended)
        {
            held = null;
            await ended.DisposeAsync();
        }
    }
}
