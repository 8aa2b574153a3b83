using System.CommandLine;
using System.Text.Json;
using Talentys.Contracts;
using Talentys.Host.Sessions;
using Talentys.Host.Terminal;
using Talentys.Kernel;

namespace Talentys.Host.Commands;

/// <summary><c>talentys keys</c>: API keys.</summary>
internal static class KeysCommand
{
    public static Command Create(SharedOptions shared, Output output)
    {
        var name = new Argument<string>("name") { Description = "What the key is for" };
        var role = new Option<string>("--role") { Description = "administrator, engineer or reader", DefaultValueFactory = _ => Roles.Reader };
        role.AcceptOnlyFromAmong([.. Roles.All]);
        var create = new Command("create", "Make a key; it is shown once") { name, role };
        create.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = await ApiSession.OpenAsync(shared.Target(parsed), works: false, output, cancellationToken);
            var created = await session.Api.PostAsync<CreatedKey>(
                "/api/v1/keys", new CreateKey(parsed.GetValue(name)!, parsed.GetValue(role)), cancellationToken);
            output.Data(shared.Json(parsed) ? JsonSerializer.Serialize(created, ApiClient.Json) : created.Key);
            output.Message("Keep it safe: it is not shown again.");
            return ExitCode.Done;
        });

        var list = new Command("list", "All keys");
        list.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = await ApiSession.OpenAsync(shared.Target(parsed), works: false, output, cancellationToken);
            var keys = await session.Api.ListAsync<KeySummary>("/api/v1/keys", cancellationToken).ToListAsync(cancellationToken);
            output.List(keys, shared.Json(parsed), ["Id", "Name", "Key", "Role", "Made", "Used"], key =>
                [key.Id, key.Name, $"{key.Prefix}...", key.Role, Figures.Time(key.CreatedAt), Figures.Time(key.LastUsedAt)]);
            return ExitCode.Done;
        });

        var id = new Argument<string>("id") { Description = "Identifier of the key" };
        var delete = new Command("delete", "End a key") { id };
        delete.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = await ApiSession.OpenAsync(shared.Target(parsed), works: false, output, cancellationToken);
            await session.Api.DeleteAsync($"/api/v1/keys/{Uri.EscapeDataString(parsed.GetValue(id)!)}", cancellationToken);
            output.Message("The key no longer works.");
            return ExitCode.Done;
        });
        return new Command("keys", "API keys") { create, list, delete };
    }
}
