using System.Runtime.InteropServices;

namespace Talentys.Host.Commands;

/// <summary>Ctrl+C and SIGTERM: a command is asked to end, and ended after a time, or when it is asked again.</summary>
internal sealed class StopSignals : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource asked = new();
    private readonly TaskCompletionSource late = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<PosixSignalRegistration> signals;
    private Timer? timer;

    public StopSignals() => signals =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, ExitCode.Interrupted)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, ExitCode.Terminated)),
    ];

    /// <summary>Asks for the end.</summary>
    public CancellationToken Token => asked.Token;

    /// <summary>The exit code of a command that did not end by itself.</summary>
    public int Code { get; private set; } = ExitCode.Failed;

    /// <summary>The exit code of a command, or that of the signal where it does not end in time.</summary>
    public async Task<int> OfAsync(Task<int> command) => await Task.WhenAny(command, late.Task) == command ? await command : Code;

    public void Dispose()
    {
        signals.ForEach(signal => signal.Dispose());
        timer?.Dispose();
        asked.Dispose();
    }

    private void Stop(PosixSignalContext signal, int code)
    {
        signal.Cancel = true;
        Code = code; // before anything ends because of it
        if (asked.IsCancellationRequested)
        {
            late.TrySetResult(); // asked again: now
            return;
        }

        timer ??= new Timer(_ => late.TrySetResult(), null, Patience, Timeout.InfiniteTimeSpan);
        asked.Cancel();
    }
}
