using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Talentys.Contracts;
using Talentys.Identity.SignIns;
using Talentys.Kernel;
using Talentys.Web;

namespace Talentys.Identity.Keys;

/// <summary>API keys: of oneself, and for administrators of the organisation.</summary>
internal static class KeyEndpoints
{
    private const int NameLength = 100;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        var keys = routes.MapApi("keys", "Keys", Roles.Reader);
        keys.MapGet("/", ListAsync).WithName("ListKeys").Produces<Page<KeySummary>>();
        keys.MapPost("/", CreateAsync).WithName("CreateKey").Produces<CreatedKey>(StatusCodes.Status201Created);
        keys.MapDelete("/{id}", DeleteAsync).WithName("DeleteKey").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<Ok<Page<KeySummary>>> ListAsync(
        Caller caller, PageRequest page, KeyStore keys, CancellationToken cancellationToken) =>
        TypedResults.Ok(page.Of(await keys.ListAsync(caller.Principal, page, cancellationToken), row => [row.Id], row => new KeySummary(
            row.Id, row.Name, row.Prefix, row.Role, row.User?.Name, row.CreatedAt, row.ExpiresAt, row.LastUsedAt)));

    private static async Task<Created<CreatedKey>> CreateAsync(
        Caller caller, CreateKey asked, HttpContext context, KeyStore keys, TimeProvider clock, CancellationToken cancellationToken)
    {
        var trace = SignInTrace.Of(context);
        if (trace.PasswordNeverSet)
        {
            throw new FaultException(Principals.PasswordFirst); // until then the key would open nothing
        }

        if (trace.ByKey)
        {
            throw new FaultException(new Fault(
                FaultKind.Denied, "identity.key_by_key", "A key cannot make keys: a lost one would live on.", null,
                "Sign in with your password, or use the command line on the server."));
        }

        var role = asked.Role ?? Highest(caller.Principal);
        var faults = Check(asked, role, caller.Principal, clock.GetUtcNow()).ToList();
        if (faults.Count > 0)
        {
            throw new FaultException(faults);
        }

        var (row, key) = await keys.CreateAsync(caller.Principal, asked.Name.Trim(), role, asked.ExpiresAt, cancellationToken);
        return TypedResults.Created($"/api/v1/keys/{row.Id}", new CreatedKey(row.Id, key, row.Name, row.Role, row.ExpiresAt));
    }

    private static async Task<NoContent> DeleteAsync(Caller caller, string id, KeyStore keys, CancellationToken cancellationToken) =>
        await keys.DeleteAsync(caller.Principal, id, cancellationToken)
            ? TypedResults.NoContent()
            : throw new FaultException(Fault.NotFound("identity.key_missing", "There is no such key."));

    private static IEnumerable<Fault> Check(CreateKey asked, string role, Principal maker, DateTimeOffset now)
    {
        if (asked.Name.Trim().Length is 0 or > NameLength)
        {
            yield return Fault.Invalid("identity.key_name_invalid", "The key needs a name.", "name", $"Say in 1 to {NameLength} characters what it is for.");
        }

        if (!Roles.All.Contains(role))
        {
            yield return UserFaults.UnknownRole;
        }
        else if (!maker.Is(role))
        {
            yield return new Fault(FaultKind.Denied, "identity.role_above", "The key would have a role above yours.", "role", "Use your role or one below.");
        }

        if (asked.ExpiresAt <= now)
        {
            yield return Fault.Invalid("identity.key_expired", "The key would have ended already.", "expiresAt", "Use a time that is to come.");
        }
    }

    private static string Highest(Principal principal) =>
        new[] { Roles.Administrator, Roles.Engineer }.FirstOrDefault(principal.Is) ?? Roles.Reader;
}
