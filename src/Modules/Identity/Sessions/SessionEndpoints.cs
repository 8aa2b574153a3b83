using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Talentys.Contracts;
using Talentys.Identity.Public;
using Talentys.Identity.Scram;
using Talentys.Identity.SignIns;
using Talentys.Identity.Users;
using Talentys.Kernel;
using Talentys.Storage;
using Talentys.Web;

namespace Talentys.Identity.Sessions;

/// <summary>Signing in, with a password or the token of a one-time link, and out.</summary>
internal static class SessionEndpoints
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        const string path = "/api/v1/session";
        const string tag = "Session";
        routes.MapGet(path, Tell).WithName("Session").WithTags(tag).AllowAnonymous().Produces<SessionState>();
        routes.MapPost(path, BeginAsync).WithName("SignIn").WithTags(tag).AllowAnonymous().Produces<Me>();
        routes.MapPost(path + "/link", BeginByLinkAsync).WithName("SignInByLink").WithTags(tag).AllowAnonymous().Produces<Me>();
        routes.MapDelete(path, EndAsync).WithName("SignOut").WithTags(tag).RequireAuthorization().Produces(StatusCodes.Status204NoContent);
    }

    private static Ok<SessionState> Tell(HttpContext context, CancellationToken cancellationToken) =>
        TypedResults.Ok(new SessionState(PrincipalIdentity.Of(context) is { } identity
            ? MeEndpoints.Tell(identity, SignInTrace.Of(context).PasswordNeverSet)
            : null));

    private static async Task<Ok<Me>> BeginAsync(
        SignIn asked,
        HttpContext context,
        SignInRate rate,
        SignInBrake brake,
        Passwords passwords,
        ScramVerifiers verifiers,
        IPlatformDbFactory databases,
        SessionStore sessions,
        CancellationToken cancellationToken)
    {
        var name = UserName.Normalise(asked.User);
        if (name.Length is 0 or > UserName.MaxLength)
        {
            throw new FaultException(UserFaults.WrongPassword);
        }

        using var place = await rate.EnterAsync(context, cancellationToken);
        await brake.TryAsync(name, cancellationToken);
        await using var db = databases.Create();
        var user = await db.Set<UserRow>().AsNoTracking().SingleOrDefaultAsync(row => row.Name == name, cancellationToken);
        if (!passwords.IsRight(user, asked.Password))
        {
            throw new FaultException(UserFaults.WrongPassword);
        }

        await brake.ForgetAsync(name, cancellationToken);
        if (user!.Disabled)
        {
            throw new FaultException(UserFaults.Disabled);
        }

        if (!user.MustChangePassword && verifiers.Open(user.ScramVerifier) is null)
        {
            // a password from before there were verifiers
            var verifier = await verifiers.SealAsync(asked.Password, cancellationToken);
            await db.Set<UserRow>().Where(row => row.Id == user.Id && row.PasswordHash == user.PasswordHash)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.ScramVerifier, verifier), cancellationToken);
        }

        SessionCookie.Set(context, await sessions.BeginAsync(user, byLink: false, cancellationToken));
        return TypedResults.Ok(MeEndpoints.Tell(Principals.OfUser(user, byLink: false), passwordNeverSet: false));
    }

    private static async Task<Ok<Me>> BeginByLinkAsync(
        UseSignInLink asked,
        HttpContext context,
        SignInRate rate,
        SignInLinks links,
        IPlatformDbFactory databases,
        SessionStore sessions,
        CancellationToken cancellationToken)
    {
        if (!Origin.IsThisMachine(context))
        {
            throw new FaultException(UserFaults.LinkFromElsewhere);
        }

        using var place = await rate.EnterAsync(context, cancellationToken);
        var id = links.Use(asked.Token) ?? throw new FaultException(UserFaults.LinkOver);
        await using var db = databases.Create();
        var user = await db.Set<UserRow>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id && !row.Disabled, cancellationToken)
            ?? throw new FaultException(UserFaults.LinkOver);
        SessionCookie.Set(context, await sessions.BeginAsync(user, byLink: true, cancellationToken));
        return TypedResults.Ok(MeEndpoints.Tell(Principals.OfUser(user, byLink: true), user.MustChangePassword));
    }

    private static async Task<NoContent> EndAsync(
        Caller caller, HttpContext context, SessionStore sessions, CancellationToken cancellationToken)
    {
        if (SignInTrace.Of(context).SessionHash is { } hash)
        {
            await sessions.EndAsync(hash, cancellationToken);
        }

        SessionCookie.Clear(context);
        return TypedResults.NoContent();
    }
}
