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
    private readonly DateTimeOffset started;
    private readonly TaskCompletionSource ending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenSource? statement;

    public Session(
        GatewayServices services, Principal principal, Scope scope, SessionSettings settings, ProtocolWriter writer, int processId, CancellationToken left)
    {
        (Services, Principal, Scope, Settings, Writer, ProcessId, this.left) = (services, principal, scope, settings, writer, processId, left);
        started = services.Clock.GetUtcNow();
        Portals = new PortalList(services.Options.MaxObjects);
        Prepared = new PreparedList(services.Options.MaxObjects);
        Query = services.Queries.OpenSession(scope);
        Transaction = new TransactionState(this);
    }

    public GatewayServices Services { get; }

    /// <summary>Done when somebody ends the session.</summary>
    public Task Ending => ending.Task;

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

    /// <summary>What the system tables tell of it.</summary>
    public OrderSession Facts => new(ProcessId, Settings.Find("application_name") ?? "", started, Settings.All().ToDictionary(one => one.Name, one => one.Value));

    public override string Database => Scope.Environment;

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

    /// <summary>Waits, and no longer than a statement may.</summary>
    /// <exception cref="PgException"><c>57014</c>.</exception>
    public async Task SleepAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        var most = Settings.StatementTimeout is { } limit && limit < time ? limit : time;
        await Task.Delay(most, Services.Clock, cancellationToken);
        if (most < time)
        {
            throw new PgException("57014", "canceling statement due to statement timeout");
        }
    }

    /// <summary>Cancels the statement of another session, or ends that session. False, with a warning, when it is not known.</summary>
    /// <exception cref="PgException"><c>42501</c>: it is another user's; <c>57P01</c>: it is this one that ends.</exception>
    public bool Signal(int process, bool ends)
    {
        if (Services.Sessions.Find(process) is not { } other || other.Scope.Organisation != Scope.Organisation)
        {
            Writer.Notice(new PgError("01000", $"PID {process} is not a PostgreSQL backend process"), "WARNING");
            return false;
        }

        if (other.Principal.Id != Principal.Id && !Principal.Is(Roles.Administrator))
        {
            throw new PgException("42501", $"permission denied to {(ends ? "terminate process" : "cancel query")}", "It belongs to another user: ask an administrator.");
        }

        if (ends)
        {
            other.ending.TrySetResult();
        }

        if (other == this)
        {
            throw ends ? Ended() : new PgException("57014", "canceling statement due to user request");
        }

        other.Cancel();
        return true;
    }

    /// <summary>What a client is told whose session somebody ended.</summary>
    public static PgException Ended() => new("57P01", "terminating connection due to administrator command");

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
