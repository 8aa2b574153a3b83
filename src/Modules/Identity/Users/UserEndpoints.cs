using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Web;

namespace Talentys.Identity.Users;

/// <summary>Users of the organisation, for administrators.</summary>
internal static class UserEndpoints
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        var users = routes.MapApi("users", "Users", Roles.Administrator);
        users.MapGet("/", ListAsync).WithName("ListUsers").Produces<Page<UserSummary>>();
        users.MapPost("/", CreateAsync).WithName("CreateUser").Produces<CreatedUser>(StatusCodes.Status201Created);
        users.MapPatch("/{name}", ChangeAsync).WithName("ChangeUser").Produces<UserSummary>();
        users.MapPost("/{name}/password", ResetAsync).WithName("ResetPassword").Produces<CreatedUser>();
        users.MapDelete("/{name}", DeleteAsync).WithName("DeleteUser").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<Ok<Page<UserSummary>>> ListAsync(
        Caller caller, PageRequest page, UserStore users, CancellationToken cancellationToken) =>
        TypedResults.Ok(page.Of(
            await users.ListAsync(caller.Scope.Organisation, page, cancellationToken),
            row => [row.Name],
            Summary));

    private static async Task<Created<CreatedUser>> CreateAsync(
        Caller caller, CreateUser asked, UserStore users, CancellationToken cancellationToken)
    {
        var name = UserName.Parse(asked.Name);
        if (!Roles.All.Contains(asked.Role))
        {
            throw new FaultException(UserFaults.UnknownRole);
        }

        var password = await users.CreateAsync(caller.Scope.Organisation, name, asked.Role, cancellationToken);
        return TypedResults.Created($"/api/v1/users/{Uri.EscapeDataString(name)}", new CreatedUser(name, asked.Role, password));
    }

    private static async Task<Ok<UserSummary>> ChangeAsync(
        Caller caller, string name, ChangeUser asked, UserStore users, CancellationToken cancellationToken)
    {
        if (asked.Role is { } role && !Roles.All.Contains(role))
        {
            throw new FaultException(UserFaults.UnknownRole);
        }

        return await users.ChangeAsync(caller.Scope.Organisation, UserName.Normalise(name), asked.Role, asked.Disabled, cancellationToken) is { } user
            ? TypedResults.Ok(Summary(user))
            : throw new FaultException(UserFaults.Missing);
    }

    private static async Task<Ok<CreatedUser>> ResetAsync(
        Caller caller, string name, UserStore users, CancellationToken cancellationToken) =>
        await users.ResetAsync(caller.Scope.Organisation, UserName.Normalise(name), cancellationToken) is ({ } user, { } password)
            ? TypedResults.Ok(new CreatedUser(user.Name, user.Role, password))
            : throw new FaultException(UserFaults.Missing);

    private static async Task<NoContent> DeleteAsync(
        Caller caller, string name, UserStore users, CancellationToken cancellationToken) =>
        await users.DeleteAsync(caller.Scope.Organisation, UserName.Normalise(name), cancellationToken)
            ? TypedResults.NoContent()
            : throw new FaultException(UserFaults.Missing);

    private static UserSummary Summary(UserRow row) =>
        new(row.Id, row.Name, row.Role, row.MustChangePassword, row.CreatedAt, row.Disabled, row.LastSeenAt);
}
