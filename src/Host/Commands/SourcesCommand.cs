using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Talentys.Contracts;
using Talentys.Host.Sessions;
using Talentys.Host.Terminal;

namespace Talentys.Host.Commands;

/// <summary><c>talentys sources</c>: list, discover.</summary>
internal static class SourcesCommand
{
    public static Command Create(SharedOptions shared, Output output) => new("sources", "Declared sources")
    {
        List(shared, output), Discover(shared, output),
    };

    private static Command List(SharedOptions shared, Output output)
    {
        var command = new Command("list", "All sources with their streams");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = await ApiSession.OpenAsync(shared.Target(parsed), works: false, output, cancellationToken);
            var sources = await session.Api.GetAsync<IReadOnlyList<SourceInfo>>("/api/v1/sources", cancellationToken);
            if (shared.Json(parsed))
            {
                output.Data(JsonSerializer.Serialize(sources, ApiClient.Json));
                return ExitCode.Done;
            }

            var table = Output.Table("Source", "Type", "Stream", "Files", "Read", "Write");
            foreach (var source in sources)
            {
                foreach (var stream in source.Streams.DefaultIfEmpty(new SourceStream("(found in the data)", source.Path, "", "")))
                {
                    table.AddRow(
                        new Text(source.Name), new Text(source.Type), new Text(stream.Name), new Text(stream.Files ?? ""),
                        new Text(stream.Read), new Text(stream.Write));
                }
            }

            output.Data(table);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Discover(SharedOptions shared, Output output)
    {
        var name = new Argument<string>("source") { Description = "Name of the source" };
        var command = new Command("discover", "What is in a source's data") { name };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = await ApiSession.OpenAsync(shared.Target(parsed), works: false, output, cancellationToken);
            var streams = await session.Api.PostAsync<IReadOnlyList<DiscoveredStream>>(
                $"/api/v1/sources/{Uri.EscapeDataString(parsed.GetValue(name)!)}/discover", null, cancellationToken);
            if (shared.Json(parsed))
            {
                output.Data(JsonSerializer.Serialize(streams, ApiClient.Json));
                return ExitCode.Done;
            }

            var table = Output.Table("Stream", "Files", "Size", "Column", "Type", "In the data");
            foreach (var stream in streams)
            {
                foreach (var column in stream.Columns)
                {
                    table.AddRow(
                        new Text(stream.Name), new Text(Figures.Count(stream.Files)), new Text(Figures.Bytes(stream.Bytes)), new Text(column.Name),
                        new Text(column.Type), new Text(column.Original));
                }
            }

            output.Data(table);
            return ExitCode.Done;
        });
        return command;
    }
}
