using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Talentys.Contracts;
using Talentys.Identity.Scram;
using Talentys.Identity.SignIns;
using Talentys.Identity.Users;
using Talentys.Kernel;
using Talentys.Storage;
using Talentys.Web;

namespace Talentys.Identity.Sessions;

/// <summary>Who one is, and one's own password. Needs no role: it is the way out of a one-time password.</summary>
internal static class MeEndpoints
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        var me = routes.MapGroup("/api/v1/me").WithTags("Session").RequireAuthorization();
        me.MapGet("/", Show).WithName("Me").Produces<Me>();
        me.MapPut("/password", ChangePasswordAsync).WithName("ChangePassword").Produces(StatusCodes.Status204NoContent);
    }

    internal static Me Tell(PrincipalIdentity identity, bool passwordNeverSet)
    {
        var principal = identity.Principal;
        var kind = principal.Kind.ToString();
        return new Me(
            principal.Id, principal.Name, char.ToLowerInvariant(kind[0]) + kind[1..], principal.Organisation,
            [.. principal.Roles.Order(StringComparer.Ordinal)], identity.Restriction is not null, passwordNeverSet);
    }

    private static Ok<Me> Show(HttpContext context, CancellationToken cancellationToken) =>
        TypedResults.Ok(Tell(PrincipalIdentity.Of(context)!, SignInTrace.Of(context).PasswordNeverSet));

    private static async Task<NoContent> ChangePasswordAsync(
        Caller caller,
        ChangePassword asked,
        HttpContext context,
        SignInRate rate,
        SignInBrake brake,
        Passwords passwords,
        ScramVerifiers verifiers,
        IPlatformDbFactory databases,
        CancellationToken cancellationToken)
    {
        var trace = SignInTrace.Of(context);
        if (trace.SessionHash is not { } session)
        {
            throw new FaultException(new Fault(
                FaultKind.Denied, "identity.session_needed", "A password is changed by the one who signed in with it.", null, "Sign in first."));
        }

        using var place = await rate.EnterAsync(context, cancellationToken);
        await using var db = databases.Create();
        var user = await db.Set<UserRow>().SingleAsync(row => row.Id == caller.Principal.Id, cancellationToken);
        var first = trace.PasswordNeverSet && user.MustChangePassword;
        if (!first)
        {
            await ProveAsync(user, asked.Old, brake, passwords, cancellationToken);
        }

        if (passwords.Refuse(user, asked.New) is { } unfit)
        {
            throw new FaultException(unfit);
        }

        user.PasswordHash = passwords.Hash(user.Name, asked.New);
        user.ScramVerifier = await verifiers.SealAsync(asked.New, cancellationToken);
        user.MustChangePassword = false;
        await db.SaveChangesAsync(cancellationToken);

        // whoever else is signed in with the old one is out
        await db.Set<SessionRow>().Where(row => row.UserId == user.Id && row.Hash != session).ExecuteDeleteAsync(cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task ProveAsync(
        UserRow user, string old, SignInBrake brake, Passwords passwords, CancellationToken cancellationToken)
    {
        await brake.TryAsync(user.Name, cancellationToken);
        if (!passwords.IsRight(user, old))
        {
            throw new FaultException(Fault.Invalid(
                "identity.password_wrong", "The old password is not right.", "old", "Write the one that you signed in with."));
        }

        await brake.ForgetAsync(user.Name, cancellationToken);
    }
}
