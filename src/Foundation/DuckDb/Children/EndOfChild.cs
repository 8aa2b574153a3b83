using System.Globalization;
using Talentys.DuckDb.Faults;
using Talentys.DuckDb.Public;
using Talentys.Kernel;

namespace Talentys.DuckDb.Children;

/// <summary>Why the parent ended a child.</summary>
internal sealed record EndOfChild
{
    private EndOfChild(Reason why, string message)
    {
        Why = why;
        Message = message;
    }

    private enum Reason
    {
        Stopped,
        Hung,
        Memory,
        Disk,
    }

    public static EndOfChild Stopped { get; } = new(Reason.Stopped, "The engine was stopped while the statement ran.");

    public static EndOfChild Hung { get; } = new(
        Reason.Hung, "The engine was ended because another statement of your organisation did not stop.");

    public string Message { get; }

    /// <summary>Statements that it was running.</summary>
    public int Statements { get; init; }

    /// <summary>Whether a statement made it necessary, not the platform's own wish.</summary>
    public bool IsForced => Why != Reason.Stopped;

    /// <summary>Who is to blame, as far as that is known already.</summary>
    public LossCause? Cause => Why switch
    {
        Reason.Hung => LossCause.Another,
        Reason.Stopped => LossCause.Itself, // nothing runs again in an engine that goes
        _ => null,
    };

    private Reason Why { get; }

    public static EndOfChild OutOfMemory(long used, long limit) => new(
        Reason.Memory,
        string.Create(
            CultureInfo.InvariantCulture,
            $"The engine of your organisation ran out of memory: it held {used >> 20:N0} MB, of {limit >> 20:N0} MB allowed, and was ended."));

    public static EndOfChild DiskLow(long reserve) => new(
        Reason.Disk,
        string.Create(
            CultureInfo.InvariantCulture,
            $"The engine of your organisation was ended: it wrote to the disk what did not fit into memory, and less than {reserve >> 20:N0} MB are free there."));

    /// <summary>What a statement is told. It is to blame for memory and disk only when it was alone.</summary>
    /// <param name="company">Others were in the child while it was.</param>
    public FaultException ToFault(bool company) => Why switch
    {
        Reason.Memory when !company && Statements <= 1 => new FaultException(EngineFaults.OutOfMemory(Message)),
        Reason.Disk => new FaultException(EngineFaults.DiskFull(Message)),
        Reason.Memory => EngineFaults.Crashed(Message, "Another statement may be the cause: try again."),
        _ => EngineFaults.Crashed(Message, "Try again."),
    };
}
