using Talentys.Kernel;

namespace Talentys.DuckDb.Public;

/// <summary>A statement that ended with its child, or for want of memory there: others in it may be the cause.</summary>
public sealed class LostStatementException : FaultException
{
    internal LostStatementException(FaultException told, LossCause cause)
        : base(told.Faults, told) => Cause = cause;

    /// <summary>Who is to blame.</summary>
    public LossCause Cause { get; }
}

/// <summary>Who is to blame that a statement was lost.</summary>
public enum LossCause
{
    /// <summary>Nobody else was in the child.</summary>
    Itself,

    /// <summary>Another statement, which did not stop.</summary>
    Another,

    /// <summary>This one or one of those beside it.</summary>
    Unclear,
}
