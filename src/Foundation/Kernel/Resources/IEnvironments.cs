namespace Talentys.Kernel;

/// <summary>The environments of the project; implemented by the Lake module.</summary>
public interface IEnvironments
{
    /// <summary>Whether an environment is declared in <c>talentys.yml</c>, or has tables.</summary>
    Task<bool> KnowsAsync(Scope scope, CancellationToken cancellationToken);
}
