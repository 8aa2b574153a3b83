namespace Talentys.Kernel;

/// <summary>What sort of failure a <see cref="Fault"/> is. Decides the HTTP status and the exit code, in one place each.</summary>
public enum FaultKind
{
    /// <summary>The input is wrong; sending it again unchanged fails again.</summary>
    Invalid,

    /// <summary>It does not exist, or the principal may not know that it does.</summary>
    NotFound,

    /// <summary>Nobody is signed in, or the key is not valid.</summary>
    Unauthenticated,

    /// <summary>The principal may not do this.</summary>
    Denied,

    /// <summary>It clashes with what is already there or with a change made meanwhile.</summary>
    Conflict,

    /// <summary>A limit of memory, time, size or rate was reached.</summary>
    Limit,

    /// <summary>It was cancelled by a person or by the client going away.</summary>
    Cancelled,

    /// <summary>A part that is needed is not reachable now; trying later may work.</summary>
    Unavailable,

    /// <summary>The work was tried and failed.</summary>
    Failed,
}
