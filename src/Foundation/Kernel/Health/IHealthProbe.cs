namespace Talentys.Kernel;

/// <summary>Looks at one part of the platform for administrators. Modules register theirs; the Operations module asks them all, each within a time limit.</summary>
public interface IHealthProbe
{
    /// <summary>Stable name in lower case: <c>metadata</c>, <c>lake</c>.</summary>
    string Name { get; }

    /// <summary>Looks at it now. What it throws is told as failing.</summary>
    Task<HealthReading> LookAsync(CancellationToken cancellationToken);
}
