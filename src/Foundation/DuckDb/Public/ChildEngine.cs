using System.Net.Sockets;
using Talentys.DuckDb.Children;
using Talentys.DuckDb.Faults;

namespace Talentys.DuckDb.Public;

/// <summary>
/// The engine of one organisation in a child process, which is started when a statement needs it and ended when none has
/// for a while. A statement that eats all memory or does not stop takes down this process and nothing else.
/// </summary>
public sealed class ChildEngine : IEngine
{
    private readonly EngineCommand command;
    private readonly EngineOptions options;
    private readonly SemaphoreSlim turn = new(1);
    private readonly ITimer idle;
    private ChildProcess? child;
    private long lastUsed = TimeProvider.System.GetTimestamp();
    private int statements;
    private long kills;
    private bool disposed;
    private volatile bool retired;

    /// <summary>An engine that starts its process by a command.</summary>
    public ChildEngine(EngineCommand command, EngineOptions options)
    {
        this.command = command;
        this.options = options;
        var period = TimeSpan.FromTicks(Math.Max(options.IdleTimeout.Ticks / 4, TimeSpan.TicksPerMillisecond * 50));
        idle = TimeProvider.System.CreateTimer(_ => _ = EndIdleAsync(), null, period, period);
    }

    /// <summary>Id of the process that is running now, or null.</summary>
    public int? ProcessId => child is { HasEnded: false } running ? running.Id : null;

    /// <summary>How often a process was ended by force for what its statements did.</summary>
    public long Kills => Interlocked.Read(ref kills);

    /// <summary>Statements in its process now, those that were left and have not stopped yet among them.</summary>
    public int Statements => Volatile.Read(ref statements);

    /// <summary>Bytes that its process has written for want of memory.</summary>
    public long SpillBytes => child is { HasEnded: false } running ? running.SpillBytes : 0;

    /// <inheritdoc/>
    public async Task<IEngineResult> RunAsync(EngineStatement statement, CancellationToken cancellationToken)
    {
        ParentSession session;
        try
        {
            session = await EnterAsync(statement, cancellationToken);
        }
        catch (Exception)
        {
            statement.Ended?.Invoke();
            throw;
        }

        return await session.StartAsync(cancellationToken);
    }

    /// <summary>Ends the process as soon as no statement runs in it, for another engine takes its place.</summary>
    public void Retire() => retired = true;

    /// <summary>Ends the process; running statements fail.</summary>
    public async ValueTask DisposeAsync()
    {
        await idle.DisposeAsync();
        await turn.WaitAsync();
        try
        {
            disposed = true;
            await EndAsync();
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<ParentSession> EnterAsync(EngineStatement statement, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (child is null or { HasEnded: true })
            {
                await EndAsync();
                child = await ChildProcess.StartAsync(command, options, Count, cancellationToken);
            }

            var session = new ParentSession(child, statement, options.Grace, Leave);
            child.Enter(session);
            Interlocked.Increment(ref statements);
            return session;
        }
        catch (Exception failure) when (failure is SocketException or IOException or System.ComponentModel.Win32Exception)
        {
            throw EngineFaults.Crashed($"The engine could not be started: {failure.Message}");
        }
        finally
        {
            turn.Release();
        }
    }

    private void Count(EndOfChild end)
    {
        if (end.IsForced)
        {
            Interlocked.Increment(ref kills);
        }
    }

    private void Leave()
    {
        Interlocked.Exchange(ref lastUsed, TimeProvider.System.GetTimestamp());
        Interlocked.Decrement(ref statements);
    }

    private async Task EndIdleAsync()
    {
        if (!await turn.WaitAsync(TimeSpan.Zero))
        {
            return;
        }

        try
        {
            var unused = TimeProvider.System.GetElapsedTime(Interlocked.Read(ref lastUsed));
            if (Volatile.Read(ref statements) == 0 && (retired || unused >= options.IdleTimeout))
            {
                await EndAsync();
            }
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task EndAsync()
    {
        if (child is { } ending)
        {
            child = null;
            await ending.DisposeAsync();
        }
    }
}
