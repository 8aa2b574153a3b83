using Talentys.Kernel;

namespace Talentys.Host.Commands;

/// <summary>What the command tells the shell.</summary>
internal static class ExitCode
{
    /// <summary>The work is done.</summary>
    public const int Done = 0;

    /// <summary>The work was tried and failed.</summary>
    public const int Failed = 1;

    /// <summary>The input is wrong; the same command fails again.</summary>
    public const int WrongInput = 2;

    /// <summary>It was stopped by Ctrl+C, as shells tell it.</summary>
    public const int Interrupted = 130;

    /// <summary>It was told to end (SIGTERM), as shells tell it.</summary>
    public const int Terminated = 143;

    /// <summary>The exit code of a failure.</summary>
    public static int Of(FaultKind kind) => kind switch
    {
        FaultKind.Invalid or FaultKind.NotFound or FaultKind.Denied or FaultKind.Unauthenticated => WrongInput,
        _ => Failed,
    };
}
