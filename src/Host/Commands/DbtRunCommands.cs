using System.CommandLine;
using Talentys.Contracts;
using Talentys.Host.Sessions;
using Talentys.Host.Terminal;

namespace Talentys.Host.Commands;

/// <summary><c>talentys dbt source freshness</c> and <c>talentys dbt docs generate</c>.</summary>
internal static class DbtRunCommands
{
    public static Command Source(DbtFlags flags, SharedOptions shared, Output output)
    {
        var file = new Option<string?>("--output", "-o") { Description = "File that is written, in the project (default: target/sources.json)" };
        var command = Create("freshness", "Tell how old the newest rows of the sources are, and write sources.json", shared, output, (parsed, request) =>
            request with { Command = "source freshness", Output = parsed.GetValue(file), WarnError = flags.WarnError(parsed), WarnErrorOptions = flags.WarnErrorOptions(parsed) });
        command.Options.Add(file);
        return new Command("source", "Sources") { command };
    }

    public static Command Docs(SharedOptions shared, Output output)
    {
        var noCompile = new Option<bool>("--no-compile") { Description = "Without the SQL of nodes" };
        var compile = new Option<bool>("--compile") { Description = "With the SQL of nodes, as it is without being said" };
        var empty = new Option<bool>("--empty-catalog") { Description = "Ask nothing of the lake" };
        var command = Create("generate", "Write manifest.json with the SQL of all nodes, catalog.json with what is in the lake, and index.html to read both", shared, output, (parsed, request) =>
            request with { Command = "docs generate", NoCompile = parsed.GetValue(noCompile), EmptyCatalog = parsed.GetValue(empty) });
        command.Options.Add(noCompile);
        command.Options.Add(compile);
        command.Options.Add(empty);
        return new Command("docs", "Documentation of a project, as files that tools for dbt read") { command };
    }

    private static Command Create(string name, string description, SharedOptions shared, Output output, Func<ParseResult, BuildRequest, BuildRequest> of)
    {
        var project = new DbtProjectOptions();
        var selection = new DbtSelection();
        var command = new Command(name, description);
        selection.AddTo(command);
        project.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            output.Quiet = shared.Quiet(parsed);
            var target = shared.Target(parsed);
            var here = target.Server is null;
            var reader = here ? project.Reader(shared, parsed, selection.State(parsed, here)) : null;
            if (reader?.Read(cancellationToken) is { } read)
            {
                selection.Of(read, parsed);
            }

            await using var session = await ApiSession.OpenAsync(target with { Folder = project.Folder(shared, parsed) }, works: true, output, cancellationToken, reader);
            var request = new BuildRequest(
                "", selection.Select(parsed), selection.Exclude(parsed), null, selection.Indirect(parsed), project.Vars(parsed), project.Target(parsed), project.Profile(parsed),
                ProfilesFolder: project.Profiles(parsed, here), Selector: selection.Selector(parsed), State: selection.State(parsed, here), ExcludeResourceTypes: selection.WithoutTypes(parsed));
            return await WorkCommand.RunAsync(session, "/api/v1/builds", of(parsed, request), shared.Json(parsed), output, cancellationToken);
        });
        return command;
    }
}
