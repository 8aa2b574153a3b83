using System.Globalization;
using Talentys.DuckDb.Faults;
using Talentys.Kernel;

namespace Talentys.DuckDb.Children;

/// <summary>Why the parent ended a child.</summary>
internal sealed record EndOfChild
{
    private EndOfChild(string message, bool memory)
    {
        Message = message;
        Memory = memory;
    }

    public static EndOfChild Stopped { get; } = new("The engine was stopped while the statement ran.", memory: false);

    public static EndOfChild Hung { get; } = new(
        "The engine was ended because another statement of your organisation did not stop.", memory: false);

    public string Message { get; }

    /// <summary>Statements that it was running.</summary>
    public int Statements { get; init; }

    private bool Memory { get; }

    public static EndOfChild OutOfMemory(long used, long limit) => new(
        string.Create(
            CultureInfo.InvariantCulture,
            $"The engine of your organisation ran out of memory: it held {used >> 20:N0} MB, of {limit >> 20:N0} MB allowed, and was ended."),
        memory: true);

    /// <summary>What a statement is told. It is to blame for the memory only when it was alone.</summary>
    public FaultException ToFault() => Memory switch
    {
        true when Statements <= 1 => new FaultException(EngineFaults.OutOfMemory(Message)),
        true => EngineFaults.Crashed(Message, "Another statement may be the cause: try again."),
        false => EngineFaults.Crashed(Message, "Try again."),
    };
}
