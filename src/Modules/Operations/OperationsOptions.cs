namespace Talentys.Operations;

/// <summary>Settings of the module, section <c>Operations</c>.</summary>
public sealed class OperationsOptions
{
    /// <summary>How long a check may take before it is told as failing.</summary>
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(3);
}
