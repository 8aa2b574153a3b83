using Talentys.Kernel;
using Talentys.Lake.Stores;

namespace Talentys.Lake.Tables;

/// <summary>Where the project's environments keep their tables: <c>envs.NAME.lake</c> of <c>talentys.yml</c>, else the folder of the state.</summary>
internal sealed class EnvironmentLakes(PlatformFolders folders, IResources? resources)
{
    /// <summary>The place of all that say nothing else.</summary>
    public string Default => LocalStore.ToLocation(Path.GetFullPath(folders.Lake)).TrimEnd('/');

    /// <summary>The place of an environment's new tables: a location without a slash at its end.</summary>
    /// <exception cref="FaultException">The project's file has faults, so that its places are not known.</exception>
    public async Task<string> OfAsync(string environment, CancellationToken cancellationToken) =>
        (await DeclaredAsync(cancellationToken)).FirstOrDefault(env => env.Environment == environment).Place ?? Default;

    /// <summary>All places, the default one first.</summary>
    public async Task<IReadOnlyList<string>> AllAsync(CancellationToken cancellationToken) =>
        [Default, .. (await DeclaredAsync(cancellationToken)).Select(env => env.Place).Distinct().Where(place => place != Default)];

    private async Task<IReadOnlyList<(string Environment, string Place)>> DeclaredAsync(CancellationToken cancellationToken)
    {
        if (resources is null)
        {
            return [];
        }

        var project = await resources.LoadAsync("project", cancellationToken);
        if (project.Faults.Count > 0)
        {
            throw new FaultException(project.Faults);
        }

        return project.Documents is [var settings, ..] && settings.Root["envs"] is ResourceNode.Mapping envs
            ? [.. from env in envs.Entries
                  let lake = (env.Value as ResourceNode.Mapping)?.Text("lake")
                  where lake is not null
                  select (env.Key.Text!, Locate(lake))]
            : [];
    }

    private string Locate(string lake) => (lake.Contains("://", StringComparison.Ordinal)
        ? lake
        : LocalStore.ToLocation(Path.GetFullPath(Path.Combine(folders.Project, lake)))).TrimEnd('/');
}
