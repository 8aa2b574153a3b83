using System.CommandLine;
using System.Text.Json;
using Talentys.Contracts;
using Talentys.Host.Sessions;
using Talentys.Host.Terminal;
using Talentys.Kernel;

namespace Talentys.Host.Commands;

/// <summary><c>talentys users</c>: who may sign in.</summary>
internal static class UsersCommand
{
    private const string Path = "/api/v1/users";

    public static Command Create(SharedOptions shared, Output output) => new("users", "Who may sign in")
    {
        List(shared, output),
        Make(shared, output),
        SetRole(shared, output),
        Switch(shared, output, "disable", "End a user's sessions and refuse their password and keys", true, "is disabled"),
        Switch(shared, output, "enable", "Let a disabled user in again", false, "may sign in again"),
        Reset(shared, output),
        Delete(shared, output),
    };

    private static Command List(SharedOptions shared, Output output)
    {
        return Verb(new Command("list", "All users"), shared, output, async (session, parsed, cancellationToken) =>
        {
            var users = await session.Api.ListAsync<UserSummary>(Path, cancellationToken).ToListAsync(cancellationToken);
            output.List(users, shared.Json(parsed), ["Name", "Role", "State", "Made", "Last seen"], user =>
            [
                user.Name, user.Role, user.Disabled ? "disabled" : user.MustChangePassword ? "one-time password" : "",
                Figures.Time(user.CreatedAt), Figures.Time(user.LastSeenAt),
            ]);
        });
    }

    private static Command Make(SharedOptions shared, Output output)
    {
        var name = Name();
        var role = new Option<string>("--role") { Description = "administrator, engineer or reader", DefaultValueFactory = _ => Roles.Reader };
        role.AcceptOnlyFromAmong([.. Roles.All]);
        var command = new Command("create", "Make a user; the one-time password is shown once") { name, role };
        return Verb(command, shared, output, async (session, parsed, cancellationToken) =>
        {
            Tell(await session.Api.PostAsync<CreatedUser>(
                Path, new CreateUser(parsed.GetValue(name)!, parsed.GetValue(role)!), cancellationToken), shared.Json(parsed), output);
        });
    }

    private static Command SetRole(SharedOptions shared, Output output)
    {
        var name = Name();
        var role = new Argument<string>("role") { Description = "administrator, engineer or reader" };
        role.AcceptOnlyFromAmong([.. Roles.All]);
        var command = new Command("set-role", "Give a user another role") { name, role };
        return Verb(command, shared, output, async (session, parsed, cancellationToken) =>
        {
            var changed = await ChangeAsync(session, parsed.GetValue(name)!, new ChangeUser(Role: parsed.GetValue(role)), cancellationToken);
            Tell(changed, $"has the role {changed.Role}", shared.Json(parsed), output);
        });
    }

    private static Command Switch(SharedOptions shared, Output output, string verb, string description, bool disabled, string told)
    {
        var name = Name();
        var command = new Command(verb, description) { name };
        return Verb(command, shared, output, async (session, parsed, cancellationToken) =>
        {
            var changed = await ChangeAsync(session, parsed.GetValue(name)!, new ChangeUser(Disabled: disabled), cancellationToken);
            Tell(changed, told, shared.Json(parsed), output);
        });
    }

    private static Command Reset(SharedOptions shared, Output output)
    {
        var name = Name();
        var command = new Command("reset", "Give a user a new one-time password, shown once, and end their sessions") { name };
        return Verb(command, shared, output, async (session, parsed, cancellationToken) =>
        {
            Tell(await session.Api.PostAsync<CreatedUser>($"{Of(parsed.GetValue(name)!)}/password", null, cancellationToken), shared.Json(parsed), output);
        });
    }

    private static Command Delete(SharedOptions shared, Output output)
    {
        var name = Name();
        var command = new Command("delete", "Delete a user with their keys and sessions") { name };
        return Verb(command, shared, output, async (session, parsed, cancellationToken) =>
        {
            await session.Api.DeleteAsync(Of(parsed.GetValue(name)!), cancellationToken);
            output.Message($"{parsed.GetValue(name)} is deleted.");
        });
    }

    // each verb asks the server for one thing and tells what came of it
    private static Command Verb(Command command, SharedOptions shared, Output output, Func<ApiSession, ParseResult, CancellationToken, Task> act)
    {
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = await ApiSession.OpenAsync(shared.Target(parsed), works: false, output, cancellationToken);
            await act(session, parsed, cancellationToken);
            return ExitCode.Done;
        });
        return command;
    }

    private static Task<UserSummary> ChangeAsync(ApiSession session, string name, ChangeUser change, CancellationToken cancellationToken) =>
        session.Api.PatchAsync<UserSummary>(Of(name), change, cancellationToken);

    private static void Tell(CreatedUser user, bool json, Output output)
    {
        output.Data(json ? JsonSerializer.Serialize(user, ApiClient.Json) : user.Password);
        output.Message($"The one-time password of {user.Name} ({user.Role}): it is not shown again, and is changed at the first sign-in.");
    }

    private static void Tell(UserSummary user, string told, bool json, Output output)
    {
        if (json)
        {
            output.Data(JsonSerializer.Serialize(user, ApiClient.Json));
        }
        else
        {
            output.Message($"{user.Name} {told}.");
        }
    }

    private static Argument<string> Name() => new("name") { Description = "Name to sign in with" };

    private static string Of(string name) => $"{Path}/{Uri.EscapeDataString(name)}";
}
