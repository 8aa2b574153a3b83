using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Talentys.Contracts;
using Talentys.Host.Sessions;
using Talentys.Host.Terminal;
using Talentys.Kernel;

namespace Talentys.Host.Commands;

/// <summary><c>talentys dbt show</c>: the first rows of nodes, or of a text with <c>ref()</c> in it, without building anything.</summary>
internal static class DbtShowCommand
{
    private const long FewRows = 5;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create(SharedOptions shared, Output output)
    {
        var project = new DbtProjectOptions();
        var select = DbtSelection.Several("--select", "Nodes: names, tag:x, path:y, +name+1, @name; blanks join, commas intersect", "-s", "--models", "-m");
        var exclude = DbtSelection.Several("--exclude", "The same, of what is left out");
        var inline = Inline();
        var limit = new Option<long>("--limit") { Description = "Most rows; -1 for all", DefaultValueFactory = _ => FewRows };
        var form = new Option<string>("--output") { Description = "text or json", DefaultValueFactory = _ => "text" };
        form.AcceptOnlyFromAmong("text", "json");
        var full = new Option<bool>("--full-refresh", "-f") { Description = "As incremental models are made anew" };
        var command = new Command("show", "Show the first rows of models, seeds and tests, or of a text") { select, exclude, inline, limit, form, full };
        project.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            output.Quiet = shared.Quiet(parsed);
            if (parsed.GetValue(inline) is null && parsed.GetValue(select) is not { Length: > 0 })
            {
                throw new FaultException(Fault.Invalid("dbt.show_nothing", "Nothing is named that could be shown.", "--select", "Name a node with --select, or give a text with --inline."));
            }

            await using var session = await OpenAsync(parsed, project, shared, output, cancellationToken);
            var request = Request("show", parsed, project, shared, parsed.GetValue(inline)) with
            {
                Select = parsed.GetValue(select),
                Exclude = parsed.GetValue(exclude),
                FullRefresh = parsed.GetValue(full),
            };
            var nodes = await session.Api.PostAsync<IReadOnlyList<CompiledNodeDto>>("/api/v1/builds/compiled", request, cancellationToken);
            if (nodes.Count == 0)
            {
                output.Message("The selection names nothing that has rows.");
            }

            var most = parsed.GetValue(limit) is >= 0 and var told ? told : (long?)null;
            foreach (var node in nodes)
            {
                if (parsed.GetValue(form) == "json" || shared.Json(parsed))
                {
                    await AsJsonAsync(session.Api, node, most, request.Inline is not null, output, cancellationToken);
                }
                else
                {
                    output.Message(request.Inline is null ? $"Previewing node '{node.Name}':" : "Previewing inline node:");
                    await QueryTable.PrintAsync(session.Api, new QueryRequest(node.Sql, Limit: most), output, cancellationToken);
                }
            }

            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>A text in place of nodes.</summary>
    public static Option<string?> Inline() => new("--inline") { Description = "A text in place of nodes: \"select * from {{ ref('orders') }}\"" };

    /// <summary>Prints the SQL of a text.</summary>
    public static async Task<int> CompileAsync(
        ParseResult parsed, DbtProjectOptions project, Option<string?> inline, SharedOptions shared, Output output, CancellationToken cancellationToken)
    {
        await using var session = await OpenAsync(parsed, project, shared, output, cancellationToken);
        var compiled = await session.Api.PostAsync<IReadOnlyList<CompiledNodeDto>>(
            "/api/v1/builds/compiled", Request("compile", parsed, project, shared, parsed.GetValue(inline)), cancellationToken);
        foreach (var node in compiled)
        {
            output.Data(shared.Json(parsed) ? JsonSerializer.Serialize(new { compiled = node.Sql }, Indented) : node.Sql);
        }

        return ExitCode.Done;
    }

    private static Task<ApiSession> OpenAsync(ParseResult parsed, DbtProjectOptions project, SharedOptions shared, Output output, CancellationToken cancellationToken) =>
        ApiSession.OpenAsync(shared.Target(parsed) with { Folder = project.Folder(shared, parsed) }, works: false, output, cancellationToken);

    private static BuildRequest Request(string verb, ParseResult parsed, DbtProjectOptions project, SharedOptions shared, string? inline) => new(
        verb, Vars: project.Vars(parsed), Target: project.Target(parsed), Profile: project.Profile(parsed),
        ProfilesFolder: project.Profiles(parsed, shared.Target(parsed).Server is null), Inline: inline);

    private static async Task AsJsonAsync(ApiClient api, CompiledNodeDto node, long? most, bool inline, Output output, CancellationToken cancellationToken)
    {
        var answer = await api.PostAsync<Answer>("/api/v1/query", new QueryRequest(node.Sql, Limit: most), cancellationToken);
        if (answer.Error is { } error)
        {
            throw new FaultException(Fault.Failed(error.Code, error.Message, error.Place, error.Mend));
        }

        var rows = answer.Rows.Select(row => answer.Columns.Zip(row).DistinctBy(pair => pair.First.Name).ToDictionary(pair => pair.First.Name, pair => pair.Second));
        output.Data(inline ? JsonSerializer.Serialize(new { show = rows }, Indented) : JsonSerializer.Serialize(new { node = node.Name, show = rows }, Indented));
    }

    private sealed record Answer(IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<JsonElement>> Rows, ProblemFault? Error);

    private sealed record Column(string Name);
}
