using Talentys.Kernel;
using Talentys.Lake.Public;

namespace Talentys.Lake.Tables;

/// <summary>Tells which environments there are: those that the project's file declares, and those that hold tables.</summary>
internal sealed class KnownEnvironments(ILake lake, IResources? resources) : IEnvironments
{
    /// <inheritdoc/>
    public async Task<bool> KnowsAsync(Scope scope, CancellationToken cancellationToken) =>
        IsName(scope.Environment) && (await IsDeclaredAsync(scope.Environment, cancellationToken) || (await lake.ListAsync(scope, hidden: true, cancellationToken)).Count > 0);

    private async Task<bool> IsDeclaredAsync(string name, CancellationToken cancellationToken) =>
        resources is not null && (await resources.LoadAsync("project", cancellationToken)).Documents is [var settings, ..]
        && settings.Root["envs"] is ResourceNode.Mapping envs && envs.Entries.Any(entry => entry.Key.Text == name);

    private static bool IsName(string name) => name.Length is > 0 and <= 63 && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-' or '_');
}
