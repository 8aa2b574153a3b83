using Microsoft.Extensions.Options;
using Talentys.Gateway.Postgres.Errors;
using Talentys.Kernel;
using Talentys.Web;

namespace Talentys.Gateway.Postgres.Connections;

/// <summary>Databases are environments: the default one, those that the project's file names, and those that hold tables.</summary>
internal sealed class Databases(IOptions<WebOptions> web, IEnvironments environments)
{
    private static readonly string[] Everywhere = ["postgres", "template1"];

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
        if (await environments.KnowsAsync(scope, cancellationToken))
        {
            return scope;
        }

        // clients that are given no database name the user's, and those that only look around one that every PostgreSQL has
        return name == user || Everywhere.Contains(name)
            ? new Scope(principal.Organisation, standard)
            : throw new PgException(
                "3D000", $"database \"{name}\" does not exist", $"The database is the environment's name; the default one is {standard}.");
    }
}
