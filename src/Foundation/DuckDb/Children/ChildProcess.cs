using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Talentys.DuckDb.Faults;
using Talentys.DuckDb.Public;
using Talentys.DuckDb.Wire;
using Talentys.Kernel;

namespace Talentys.DuckDb.Children;

/// <summary>A running child as its parent sees it: started, watched, ended.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    /// <summary>
    /// What a child may occupy beyond the engine's own limit: the runtime, batches on their way, and what the engine does
    /// not count.
    /// </summary>
    private const long Slack = 512L * 1024 * 1024;

    private static readonly TimeSpan WatchPeriod = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private readonly Process process;
    private readonly EngineShare share;
    private readonly DirectoryInfo folder;
    private readonly DirectoryInfo? spill;
    private readonly Lock gate = new();
    private readonly Task exit;
    private readonly Task errors;
    private readonly ITimer watch;
    private readonly long limit;
    private EndOfChild? end;
    private int statements;

    private ChildProcess(Process process, EngineShare share, DirectoryInfo folder, DirectoryInfo? spill)
    {
        this.process = process;
        this.share = share;
        this.folder = folder;
        this.spill = spill;
        limit = share.Bytes + (share.Bytes / 4) + Slack;
        exit = process.WaitForExitAsync();
        errors = process.StandardError.ReadToEndAsync();
        watch = TimeProvider.System.CreateTimer(_ => Watch(), null, WatchPeriod, WatchPeriod);
    }

    public int Id => process.Id;

    /// <summary>Proves to the child that a connection is ours.</summary>
    public string Token { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));

    public string Socket => Path.Combine(folder.FullName, "engine.sock");

    /// <summary>Whether it is gone, or going.</summary>
    public bool HasEnded
    {
        get
        {
            lock (gate)
            {
                return end is not null || exit.IsCompleted;
            }
        }
    }

    public static async Task<ChildProcess> StartAsync(EngineCommand command, EngineOptions options, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command.FileName, command.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        ChildEnvironment.Trim(start.Environment);
        var process = Process.Start(start) ?? throw new IOException("The process did not start.");

        // mode 700: only this user reaches the socket
        var folder = Directory.CreateTempSubdirectory("talentys-engine-");
        var spill = options.SpillFolder is { } parent ? Directory.CreateDirectory(Path.Combine(parent, folder.Name)) : null;
        var child = new ChildProcess(process, EngineBudget.Shared.Take(options.MemoryBytesPerOrganisation), folder, spill);
        try
        {
            await child.GreetAsync(options, cancellationToken);
            return child;
        }
        catch (Exception)
        {
            await child.DisposeAsync();
            throw;
        }
    }

    public void Enter() => Interlocked.Increment(ref statements);

    public void Leave() => Interlocked.Decrement(ref statements);

    /// <summary>Ends it at once, whatever runs in it.</summary>
    public void End(EndOfChild why)
    {
        lock (gate)
        {
            if (end is null && !exit.IsCompleted)
            {
                end = why with { Statements = Volatile.Read(ref statements) };
                process.Kill();
            }
        }
    }

    /// <summary>Why a statement of this child has no end.</summary>
    public async Task<FaultException> ExplainAsync()
    {
        await Task.WhenAny(exit, Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System));
        lock (gate)
        {
            return end?.ToFault() ?? EngineFaults.Crashed(exit.IsCompleted
                ? string.Create(CultureInfo.InvariantCulture, $"The engine of your organisation ended unexpectedly (exit code {process.ExitCode}).")
                : "The engine of your organisation broke off the statement.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        End(EndOfChild.Stopped);
        await exit;
        await errors;
        await watch.DisposeAsync();
        process.Dispose();
        share.Dispose();
        ChildLimits.RemoveFolder(folder.FullName);
        ChildLimits.RemoveFolder(spill?.FullName);
    }

    private async Task GreetAsync(EngineOptions options, CancellationToken cancellationToken)
    {
        var own = options with { MemoryBytesPerOrganisation = share.Bytes, SpillFolder = spill?.FullName };
        var orders = new ChildOrders(Socket, Token, own);
        await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(orders, WireJson.Default.ChildOrders));
        await process.StandardInput.FlushAsync(cancellationToken);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(StartLimit);
        try
        {
            if (await process.StandardOutput.ReadLineAsync(late.Token) != ChildServer.Ready)
            {
                throw await ExplainAsync();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw EngineFaults.Crashed($"The engine did not start within {StartLimit.TotalSeconds:0} s.", "Try again.");
        }
    }

    private void Watch()
    {
        lock (gate)
        {
            if (end is not null || exit.IsCompleted)
            {
                return;
            }

            var used = ChildLimits.ResidentBytes(process);
            if (used > limit)
            {
                End(EndOfChild.OutOfMemory(used, limit));
            }
        }
    }
}
