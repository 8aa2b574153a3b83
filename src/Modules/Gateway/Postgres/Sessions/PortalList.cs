using Talentys.Gateway.Postgres.Errors;
using Talentys.Gateway.Postgres.Results;
using Talentys.Gateway.Postgres.Statements;
using Talentys.Gateway.Postgres.Types;

namespace Talentys.Gateway.Postgres.Sessions;

/// <summary>The open portals of a session, by name: those of the protocol, and cursors, which are the same.</summary>
internal sealed class PortalList(int most)
{
    private readonly Dictionary<string, Portal> portals = new(StringComparer.Ordinal);

    /// <summary>Whether any holds a place at an engine.</summary>
    public bool HasLive => portals.Values.Any(portal => portal.Result is { IsLive: true });

    /// <exception cref="PgException"><c>42P03</c> or <c>54000</c>.</exception>
    public async Task AddAsync(string name, Portal portal)
    {
        if (name.Length > 0 && portals.ContainsKey(name))
        {
            throw new PgException("42P03", $"cursor \"{name}\" already exists");
        }

        await CloseAsync(name);
        if (portals.Count >= most)
        {
            throw new PgException("54000", $"There are {most:N0} open cursors.", "Close some: CLOSE ALL.");
        }

        portals[name] = portal;
    }

    /// <exception cref="PgException"><c>34000</c>.</exception>
    public Portal Get(string name) => portals.TryGetValue(name, out var found) ? found : throw Missing(name);

    public static PgException Missing(string name) => new("34000", name.Length == 0 ? "unnamed portal does not exist" : $"cursor \"{name}\" does not exist");

    /// <summary>Closes one. False when there is none.</summary>
    public async Task<bool> CloseAsync(string name)
    {
        if (!portals.Remove(name, out var portal))
        {
            return false;
        }

        await portal.DisposeAsync();
        return true;
    }

    public async Task CloseAllAsync()
    {
        foreach (var name in portals.Keys.ToList())
        {
            await CloseAsync(name);
        }
    }

    /// <summary>The transaction has ended: only cursors WITH HOLD stay, and only when it was committed.</summary>
    /// <param name="folder">Where their rows are kept; null when it was rolled back.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task EndTransactionAsync(string? folder, CancellationToken cancellationToken)
    {
        foreach (var (name, portal) in portals.ToList())
        {
            if (!portal.IsHeld && (!portal.Hold || folder is null))
            {
                await CloseAsync(name);
            }
            else if (portal is { IsHeld: false, Result: { } open })
            {
                await open.SpoolAsync(folder!, cancellationToken);
                portal.IsHeld = true;
            }
        }
    }

    /// <summary>Gives all places at engines back: another statement begins, and must not wait for one that this session holds.</summary>
    public async Task SpoolAsync(string folder, CancellationToken cancellationToken)
    {
        foreach (var portal in portals.Values)
        {
            if (portal.Result is { IsLive: true } live)
            {
                await live.SpoolAsync(folder, cancellationToken);
            }
        }
    }
}

/// <summary>A statement with the values of its parameters, on its way.</summary>
/// <param name="Statement">It; null for a text that holds none.</param>
/// <param name="Parameters">Their values.</param>
/// <param name="Binary">Which columns the client wants in binary form.</param>
internal sealed record Portal(PgStatement? Statement, IReadOnlyList<ParameterValue> Parameters, Func<int, bool> Binary) : IAsyncDisposable
{
    /// <summary>It outlives its transaction.</summary>
    public bool Hold { get; init; }

    /// <summary>Its transaction was committed.</summary>
    public bool IsHeld { get; set; }

    /// <summary>How it was carried out; null before.</summary>
    public StatementResult? Run { get; set; }

    /// <summary>Its rows, when it gives any.</summary>
    public OpenResult? Result => Run?.Rows;

    /// <summary>Writes its rows.</summary>
    public RowEncoder? Encoder { get; set; }

    /// <summary>All rows were sent.</summary>
    public bool IsDone { get; set; }

    public ValueTask DisposeAsync() => Run is { Keep: false, Rows: { } rows } ? rows.DisposeAsync() : ValueTask.CompletedTask;
}
