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

    /// <inheritdoc/>
    public async Task<IEngineResult> RunAsync(EngineStatement statement, CancellationToken cancellationToken)
    {
        var process = await EnterAsync(cancellationToken);
        var session = new ParentSession(process, statement, options.Grace, Leave);
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

    private async Task<ChildProcess> EnterAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (child is null or { HasEnded: true })
            {
                await EndAsync();
                child = await ChildProcess.StartAsync(command, options, cancellationToken);
            }

            child.Enter();
            Interlocked.Increment(ref statements);
            return child;
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

    private void Leave(ChildProcess process)
    {
        process.Leave();
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
