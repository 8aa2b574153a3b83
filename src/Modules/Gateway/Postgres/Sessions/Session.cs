using System.Globalization;
using Talentys.Gateway.Postgres.Errors;
using Talentys.Gateway.Postgres.Messages;
using Talentys.Kernel;
using Talentys.Query.Public;

namespace Talentys.Gateway.Postgres.Sessions;

/// <summary>A client that is signed in: its settings, its transaction, what it has prepared and opened, and the statement that runs.</summary>
internal sealed class Session : SessionFacts
{
    private readonly Lock gate = new();
    private readonly CancellationToken left;
    private CancellationTokenSource? statement;

    public Session(
        GatewayServices services, Principal principal, Scope scope, SessionSettings settings, ProtocolWriter writer, int processId, CancellationToken left)
    {
        (Services, Principal, Scope, Settings, Writer, ProcessId, this.left) = (services, principal, scope, settings, writer, processId, left);
        Portals = new PortalList(services.Options.MaxObjects);
        Prepared = new PreparedList(services.Options.MaxObjects);
        Query = services.Queries.OpenSession(scope);
        Transaction = new TransactionState(this);
    }

    public GatewayServices Services { get; }

    public Principal Principal { get; }

    public Scope Scope { get; }

    public SessionSettings Settings { get; }

    public ProtocolWriter Writer { get; }

    public TransactionState Transaction { get; }

    /// <summary>Where its statements run.</summary>
    public IQuerySession Query { get; }

    public PreparedList Prepared { get; }

    public PortalList Portals { get; }

    public override int ProcessId { get; }

    public override string Database => Scope.Environment;

    public override string User => Principal.Name;

    /// <summary>Name of the surface in the history, with the program that the client says it is.</summary>
    public string Surface
    {
        get
        {
            var program = Settings.Find("application_name") ?? "";
            return program.Length == 0 ? "pgwire" : $"pgwire {(program.Length > 60 ? program[..60] : program)}";
        }
    }

    public override string Set(string name, string value)
    {
        Settings.Set(name, value, local: false);
        return Settings.Show(name);
    }

    public override string Show(string name) => Settings.Show(name);

    public override string? Find(string name) => Settings.Find(name);

    /// <summary>Runs what belongs to one statement, which another connection may cancel meanwhile.</summary>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work)
    {
        using var own = CancellationTokenSource.CreateLinkedTokenSource(left);
        lock (gate)
        {
            statement = own;
        }

        try
        {
            return await work(own.Token);
        }
        finally
        {
            lock (gate)
            {
                statement = null;
            }
        }
    }

    /// <summary>Cancels the statement that runs, if one does.</summary>
    public void Cancel()
    {
        lock (gate)
        {
            statement?.Cancel();
        }
    }

    /// <summary>What a failure is to the client; null when there is nobody to be told.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="locate">Finds the position in the client's text of a place.</param>
    public PgError? Explain(Exception failure, Func<string?, int?> locate)
    {
        switch (failure)
        {
            case PgException known:
                return known.Error;
            case FaultException faults:
                return SqlStates.Of(faults.Faults, place => locate(place) is { } index ? index + 1 : null);
            case OperationCanceledException:
                return left.IsCancellationRequested ? null : new PgError("57014", "canceling statement due to user request");
            case IOException or ObjectDisposedException:
                return null;
            default:
                GatewayLog.StatementBroke(Services.Log, ProcessId, failure);
                return new PgError("XX000", "The platform failed; its log tells more.")
                {
                    Hint = string.Create(CultureInfo.InvariantCulture, $"It was process {ProcessId}."),
                };
        }
    }
}
