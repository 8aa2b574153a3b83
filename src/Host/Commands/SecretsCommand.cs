using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Talentys.Contracts;
using Talentys.Host.Sessions;
using Talentys.Host.Terminal;

namespace Talentys.Host.Commands;

/// <summary><c>talentys secrets</c>: values that files refer to as <c>${secret:NAME}</c>.</summary>
internal static class SecretsCommand
{
    public static Command Create(SharedOptions shared, Output output)
    {
        var name = new Argument<string>("name") { Description = "Name of the secret" };
        var set = new Command("set", "Set a secret; its value is read from standard input or asked for") { name };
        set.SetAction(async (parsed, cancellationToken) =>
        {
            var value = Console.IsInputRedirected
                ? (await Console.In.ReadToEndAsync(cancellationToken)).TrimEnd('\r', '\n')
                : await new TextPrompt<string>("Value:").Secret().ShowAsync(output.Messages, cancellationToken);
            await using var session = await ApiSession.OpenAsync(shared.Target(parsed), works: false, output, cancellationToken);
            await session.Api.PutAsync($"/api/v1/secrets/{Uri.EscapeDataString(parsed.GetValue(name)!)}", new SetSecret(value), cancellationToken);
            output.Message("Set.");
            return ExitCode.Done;
        });

        var list = new Command("list", "Names of all secrets");
        list.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = await ApiSession.OpenAsync(shared.Target(parsed), works: false, output, cancellationToken);
            var secrets = await session.Api.GetAsync<IReadOnlyList<SecretSummary>>("/api/v1/secrets", cancellationToken);
            if (shared.Json(parsed))
            {
                output.Data(JsonSerializer.Serialize(secrets, ApiClient.Json));
                return ExitCode.Done;
            }

            foreach (var secret in secrets)
            {
                output.Data(secret.Name);
            }

            return ExitCode.Done;
        });

        var gone = new Argument<string>("name") { Description = "Name of the secret" };
        var delete = new Command("delete", "Forget a secret") { gone };
        delete.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = await ApiSession.OpenAsync(shared.Target(parsed), works: false, output, cancellationToken);
            await session.Api.DeleteAsync($"/api/v1/secrets/{Uri.EscapeDataString(parsed.GetValue(gone)!)}", cancellationToken);
            output.Message("Forgotten.");
            return ExitCode.Done;
        });
        return new Command("secrets", "Secrets that files refer to") { set, list, delete };
    }
}
