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

    /// <summary>Connections that wait for the next statement.</summary>
    private const int MostLines = 32;

    private static readonly TimeSpan WatchPeriod = TimeSpan.FromMilliseconds(50);

    /// <summary>The disk is looked at once a second.</summary>
    private const int LooksForDisk = 20;

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
    private readonly HashSet<ParentSession> sessions = [];
    private readonly Stack<ChildLine> lines = new();
    private EndOfChild? end;
    private int looks;

    private readonly Action<EndOfChild> ended;
    private readonly long reserve;

    private ChildProcess(Process process, EngineShare share, DirectoryInfo folder, DirectoryInfo? spill, long reserve, Action<EndOfChild> ended)
    {
        this.ended = ended;
        this.reserve = reserve;
        this.process = process;
        this.share = share;
        this.folder = folder;
        this.spill = spill;
        limit = share.Bytes + (share.Bytes / 4) + Slack;
        exit = process.WaitForExitAsync();
        errors = process.StandardError.ReadToEndAsync();
        _ = ClearAsync();
        watch = TimeProvider.System.CreateTimer(_ => Watch(), null, WatchPeriod, WatchPeriod);
    }

    public int Id => process.Id;

    /// <summary>Proves to the child that a connection is ours.</summary>
    public string Token { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));

    private string Socket => Path.Combine(folder.FullName, "engine.sock");

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

    public static async Task<ChildProcess> StartAsync(EngineCommand command, EngineOptions options, Action<EndOfChild> ended, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command.FileName, command.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        ChildEnvironment.Trim(start.Environment);
        ChildEnvironment.Tune(start.Environment);
        var process = Process.Start(start) ?? throw new IOException("The process did not start.");

        // mode 700: only this user reaches the socket
        var folder = Directory.CreateTempSubdirectory("talentys-engine-");
        var room = options.SpillFolder is { } parent ? ChildLimits.FreeBytes(parent) - options.DiskReserveBytes : 0;
        var spill = room > 0 ? Directory.CreateDirectory(Path.Combine(options.SpillFolder!, folder.Name)) : null;
        options = options with { SpillBytes = Math.Min(options.SpillBytes ?? long.MaxValue, room) };
        var child = new ChildProcess(
            process, EngineBudget.Shared.Take(options.MemoryBytesPerOrganisation), folder, spill, options.DiskReserveBytes, ended);
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

    /// <summary>Bytes that it has spilled.</summary>
    public long SpillBytes => ChildLimits.FolderBytes(spill?.FullName);

    /// <summary>Takes a statement in. Those that are there together have company from then on.</summary>
    public void Enter(ParentSession session)
    {
        lock (gate)
        {
            sessions.Add(session);
            if (sessions.Count > 1)
            {
                foreach (var one in sessions)
                {
                    one.HadCompany = true;
                }
            }
        }
    }

    public void Leave(ParentSession session)
    {
        lock (gate)
        {
            sessions.Remove(session);
        }
    }

    /// <summary>A connection for a statement: one that carried another before, or a new one.</summary>
    public Task<ChildLine> LineAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (lines.TryPop(out var line))
            {
                return Task.FromResult(line);
            }
        }

        return ChildLine.OpenAsync(Socket, cancellationToken);
    }

    /// <summary>Takes a connection back on which all was told.</summary>
    public void Keep(ChildLine line)
    {
        lock (gate)
        {
            if (end is null && !exit.IsCompleted && lines.Count < MostLines)
            {
                lines.Push(line);
                return;
            }
        }

        line.Dispose();
    }

    /// <summary>Ends it at once, whatever runs in it.</summary>
    public void End(EndOfChild why)
    {
        lock (gate)
        {
            if (end is null && !exit.IsCompleted)
            {
                end = why with { Statements = sessions.Count };
                process.Kill();
                ended(why);
            }
        }
    }

    /// <summary>Why a statement of this child has no end.</summary>
    public async Task<FaultException> ExplainAsync(bool company = false)
    {
        await Task.WhenAny(exit, Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System));
        lock (gate)
        {
            var told = end?.ToFault(company) ?? EngineFaults.Crashed(
                exit.IsCompleted
                    ? string.Create(CultureInfo.InvariantCulture, $"The engine of your organisation ended unexpectedly (exit code {process.ExitCode}).")
                    : "The engine of your organisation broke off the statement.",
                "Try again.");
            return new LostStatementException(told, end?.Cause ?? (company ? LossCause.Unclear : LossCause.Itself));
        }
    }

    public async ValueTask DisposeAsync()
    {
        End(EndOfChild.Stopped);
        await exit;
        await errors;
        await watch.DisposeAsync();
        await ClearAsync();
        process.Dispose();
    }

    /// <summary>Once it is gone its memory is free for others, and nothing of what it wrote stays.</summary>
    private async Task ClearAsync()
    {
        await exit;
        share.Dispose();
        lock (gate)
        {
            while (lines.TryPop(out var line))
            {
                line.Dispose();
            }
        }

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
            else if (spill is not null && ++looks % LooksForDisk == 0 && ChildLimits.FreeBytes(spill.FullName) < reserve && SpillBytes > 0)
            {
                End(EndOfChild.DiskLow(reserve));
            }
        }
    }
}
