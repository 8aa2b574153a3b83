using Microsoft.Extensions.Options;
using Talentys.Gateway.Postgres.Errors;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Web;

namespace Talentys.Gateway.Postgres.Connections;

/// <summary>Databases are environments: the default one, those that the project's file names, and those that hold tables.</summary>
internal sealed class Databases(IOptions<WebOptions> web, ILake lake, IEnumerable<IResources> resources)
{
    /// <summary>The scope of a client.</summary>
    /// <exception cref="PgException"><c>3D000</c>.</exception>
    public async Task<Scope> FindAsync(Principal principal, string user, string? database, CancellationToken cancellationToken)
    {
        var standard = web.Value.DefaultEnvironment;
        if (database is not { Length: > 0 } name || name == standard)
        {
            return new Scope(principal.Organisation, standard);
        }

        var scope = new Scope(principal.Organisation, name);
        if (IsName(name) && (await IsDeclaredAsync(name, cancellationToken) || (await lake.ListAsync(scope, hidden: true, cancellationToken)).Count > 0))
        {
            return scope;
        }

        // clients that are given no database name the user's
        return name == user
            ? new Scope(principal.Organisation, standard)
            : throw new PgException(
                "3D000", $"database \"{name}\" does not exist", $"The database is the environment's name; the default one is {standard}.");
    }

    private async Task<bool> IsDeclaredAsync(string name, CancellationToken cancellationToken)
    {
        foreach (var known in resources)
        {
            var project = await known.LoadAsync("project", cancellationToken);
            if (project.Documents is [var settings, ..] && settings.Root["envs"] is ResourceNode.Mapping envs
                && envs.Entries.Any(entry => entry.Key.Text == name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsName(string name) => name.Length <= 63 && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-' or '_');
}
