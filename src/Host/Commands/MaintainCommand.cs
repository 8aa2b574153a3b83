using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Talentys.Contracts;
using Talentys.Host.Sessions;
using Talentys.Host.Terminal;
using Talentys.Kernel;

namespace Talentys.Host.Commands;

/// <summary><c>talentys tables maintain</c>: shows what upkeep would do, or does it.</summary>
internal static class MaintainCommand
{
    public static Command Create(SharedOptions shared, Output output)
    {
        var tables = new Argument<string[]>("tables") { Description = "Tables, schema.table (default: all)", Arity = ArgumentArity.ZeroOrMore };
        var plan = new Option<bool>("--plan") { Description = "Only show what would be done" };
        var only = new Option<string[]>("--only") { Description = "Only these kinds: compact, manifests, expire, orphans", AllowMultipleArgumentsPerToken = true };
        var keepFor = new Option<string?>("--keep-for") { Description = "Versions up to this age stay: 12h, 7d (default: the table's rule)" };
        var keep = new Option<int?>("--keep") { Description = "So many versions stay whatever their age (default: the table's rule)" };
        var orphans = new Option<string?>("--orphans-after") { Description = "Files that no version has go when they are older: 3d" };
        var command = new Command("maintain", "Write small files together, let old versions and left-over files go") { tables, plan, only, keepFor, keep, orphans };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            output.Quiet = shared.Quiet(parsed);
            var request = new MaintenanceRequest(
                parsed.GetValue(tables) ?? [],
                parsed.GetValue(only) ?? [],
                Seconds("--keep-for", parsed.GetValue(keepFor)),
                parsed.GetValue(keep),
                Seconds("--orphans-after", parsed.GetValue(orphans)));
            var planned = parsed.GetValue(plan);
            await using var session = await ApiSession.OpenAsync(shared.Target(parsed), works: !planned, output, cancellationToken);
            return planned
                ? await ShowAsync(session, request, shared.Json(parsed), output, cancellationToken)
                : await WorkCommand.RunAsync(session, "/api/v1/maintenance", request, shared.Json(parsed), output, cancellationToken);
        });
        return command;
    }

    private static async Task<int> ShowAsync(
        ApiSession session, MaintenanceRequest request, bool json, Output output, CancellationToken cancellationToken)
    {
        var plans = await session.Api.PostAsync<IReadOnlyList<MaintenancePlan>>("/api/v1/maintenance/plan", request, cancellationToken);
        if (json)
        {
            output.Data(JsonSerializer.Serialize(plans, ApiClient.Json));
            return ExitCode.Done;
        }

        var list = Output.Table("Table", "Upkeep", "What would be done");
        foreach (var plan in plans)
        {
            foreach (var step in plan.Steps.Where(step => step.Due))
            {
                list.AddRow(Markup.Escape($"{plan.Schema}.{plan.Name}"), step.Action, Words(step));
            }
        }

        if (list.Rows.Count == 0)
        {
            output.Message("There is nothing to do.");
            return ExitCode.Done;
        }

        output.Data(list);
        return ExitCode.Done;
    }

    private static string Words(MaintenanceStep step) => step.Action switch
    {
        "compact" => $"{Figures.Of(step.Removes, "file")} become {Figures.Count(step.Makes)}, {Figures.Bytes(step.Bytes)}",
        "manifests" => $"{Figures.Of(step.Removes, "manifest")} become {Figures.Count(step.Makes)}",
        "expire" => $"{Figures.Of(step.Versions, "version")} and {Figures.Of(step.Removes, "file")} go, {Figures.Bytes(step.Bytes)}",
        _ => $"{Figures.Of(step.Removes, "file")} go, {Figures.Bytes(step.Bytes)}",
    };

    private static long? Seconds(string option, string? text)
    {
        if (text is null)
        {
            return null;
        }

        var unit = text.Length > 1 ? text[^1] : '?';
        var factor = unit switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, _ => 0 };
        return factor > 0 && int.TryParse(text[..^1], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? (long)number * factor
            : throw new FaultException(Fault.Invalid("session.time_invalid", $"{text} is not a time.", option, "Write a number and s, m, h or d, for example 7d."));
    }
}
