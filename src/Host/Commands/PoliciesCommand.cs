using System.CommandLine;
using System.Text.Json;
using Talentys.Contracts;
using Talentys.Host.Sessions;
using Talentys.Host.Terminal;

namespace Talentys.Host.Commands;

/// <summary><c>talentys policies</c>: what is masked and filtered for whom, and the tests of it.</summary>
internal static class PoliciesCommand
{
    public static Command Create(SharedOptions shared, Output output) =>
        new("policies", "Access policies: what is hidden from whom") { List(shared, output), Show(shared, output), Test(shared, output) };

    private static Command List(SharedOptions shared, Output output)
    {
        var command = new Command("list", "Every rule and grant");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            output.Quiet = shared.Quiet(parsed);
            await using var session = await ApiSession.OpenAsync(shared.Target(parsed), works: false, output, cancellationToken);
            var rules = await session.Api.GetAsync<IReadOnlyList<PolicyRule>>("/api/v1/policies", cancellationToken);
            output.List(rules, shared.Json(parsed), ["Policy", "Rule", "On", "What", "To", "Except"], rule =>
                [rule.Policy, rule.Kind, Cell(rule.On), rule.What, rule.To.Count == 0 ? "everyone" : Cell(rule.To), Cell(rule.Except)]);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Show(SharedOptions shared, Output output)
    {
        var name = new Argument<string>("name") { Description = "Name of the policy's file, or access" };
        var command = new Command("show", "The file of a policy") { name };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            output.Quiet = shared.Quiet(parsed);
            await using var session = await ApiSession.OpenAsync(shared.Target(parsed), works: false, output, cancellationToken);
            var wanted = parsed.GetValue(name)!;
            var kind = wanted == "access" ? "access" : "policy";
            var file = await session.Api.GetAsync<SavedResource>($"/api/v1/resources/{kind}/{Uri.EscapeDataString(wanted)}/text", cancellationToken);
            output.Data(file.Text.TrimEnd('\n'));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Test(SharedOptions shared, Output output)
    {
        var name = new Argument<string?>("name") { Description = "Only the tests of this policy", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("test", "Run the tests of policies, each as the one it names") { name };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            output.Quiet = shared.Quiet(parsed);
            await using var session = await ApiSession.OpenAsync(shared.Target(parsed), works: false, output, cancellationToken);
            var only = parsed.GetValue(name) is { } policy ? $"?policy={Uri.EscapeDataString(policy)}" : "";
            var results = await session.Api.PostAsync<IReadOnlyList<PolicyTestResult>>($"/api/v1/policies/tests{only}", null, cancellationToken);
            if (shared.Json(parsed))
            {
                output.Data(JsonSerializer.Serialize(results, ApiClient.Json));
            }
            else
            {
                foreach (var result in results)
                {
                    output.Data($"{(result.Passed ? "passed" : "FAILED")} {result.Place} as {result.As}: {result.Sql}{(result.Difference is null ? "" : $"\n  {result.Difference}")}");
                }
            }

            output.Message($"{results.Count(result => result.Passed)} of {results.Count} passed.");
            return results.All(result => result.Passed) ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static string Cell(IEnumerable<string> texts) => string.Join(", ", texts);
}
