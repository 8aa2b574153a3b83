namespace Talentys.Kernel;

/// <summary>Finds principals by name, to look at things as they see them; implemented by the Identity module.</summary>
public interface IPrincipalDirectory
{
    /// <summary>The user of an organisation with that name, with its role and groups; null when there is none that may sign in.</summary>
    Task<Principal?> FindUserAsync(string organisation, string name, CancellationToken cancellationToken);
}
