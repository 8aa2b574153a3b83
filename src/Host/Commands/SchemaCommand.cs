using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Talentys.Host.Sessions;
using Talentys.Host.Terminal;

namespace Talentys.Host.Commands;

/// <summary><c>talentys schema KIND</c>: the JSON Schema of a kind of file.</summary>
internal static class SchemaCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create(SharedOptions shared, Output output)
    {
        var kind = new Argument<string>("kind") { Description = "project, source, ..." };
        var command = new Command("schema", "The JSON Schema of a kind of file") { kind };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = await ApiSession.OpenAsync(shared.Target(parsed), works: false, output, cancellationToken);
            var schema = await session.Api.GetAsync<JsonObject>($"/schemas/{Uri.EscapeDataString(parsed.GetValue(kind)!)}.json", cancellationToken);
            output.Data(schema.ToJsonString(Indented));
            return ExitCode.Done;
        });
        return command;
    }
}
