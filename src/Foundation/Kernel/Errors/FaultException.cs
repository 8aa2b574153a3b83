namespace Talentys.Kernel;

/// <summary>Carries faults out of places that cannot return a <see cref="Result{T}"/>: streams, callbacks, native calls.</summary>
public class FaultException : Exception
{
    /// <summary>One or more faults; the first gives the message.</summary>
    public FaultException(IReadOnlyList<Fault> faults, Exception? cause = null)
        : base(string.Join(Environment.NewLine, faults), cause) => Faults = faults;

    /// <summary>One fault.</summary>
    public FaultException(Fault fault, Exception? cause = null)
        : this([fault], cause)
    {
    }

    /// <summary>What went wrong; never empty.</summary>
    public IReadOnlyList<Fault> Faults { get; }

    /// <summary>The first fault.</summary>
    public Fault Fault => Faults[0];
}
