using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Talentys.Contracts;
using Talentys.Identity.SignIns;
using Talentys.Identity.Users;
using Talentys.Kernel;
using Talentys.Storage;
using Talentys.Web;

namespace Talentys.Identity.PagePreferences;

/// <summary>How a user likes the page. Needs no role: the page of a one-time password has a theme too.</summary>
internal static class PreferenceEndpoints
{
    private static readonly Preferences Defaults = new();

    internal static void Map(IEndpointRouteBuilder routes)
    {
        var preferences = routes.MapGroup("/api/v1/me/preferences").WithTags("Session").RequireAuthorization();
        preferences.MapGet("/", ReadAsync).WithName("ReadPreferences").Produces<Preferences>();
        preferences.MapPut("/", WriteAsync).WithName("WritePreferences").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<Ok<Preferences>> ReadAsync(
        Caller caller, HttpContext context, IPlatformDbFactory databases, CancellationToken cancellationToken)
    {
        if (SignInTrace.Of(context).SessionHash is null)
        {
            return TypedResults.Ok(Defaults);
        }

        await using var db = databases.Create();
        var stored = await db.Set<UserRow>().Where(row => row.Id == caller.Principal.Id)
            .Select(row => row.Preferences).SingleOrDefaultAsync(cancellationToken);
        return TypedResults.Ok(stored is null ? Defaults : JsonSerializer.Deserialize<Preferences>(stored) ?? Defaults);
    }

    private static async Task<NoContent> WriteAsync(
        Caller caller,
        Preferences asked,
        HttpContext context,
        IPlatformDbFactory databases,
        CancellationToken cancellationToken)
    {
        if (SignInTrace.Of(context).SessionHash is null)
        {
            throw new FaultException(new Fault(
                FaultKind.Denied, "identity.session_needed", "Preferences are kept for users who signed in to the page.", null,
                "Sign in with a password or a one-time link; keys and the command line have none."));
        }

        var faults = PreferenceChecks.Of(asked).ToList();
        if (faults.Count > 0)
        {
            throw new FaultException(faults);
        }

        var stored = asked == Defaults ? null : JsonSerializer.Serialize(asked);
        await using var db = databases.Create();
        await db.Set<UserRow>().Where(row => row.Id == caller.Principal.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Preferences, stored), cancellationToken);
        return TypedResults.NoContent();
    }
}
