using System.CommandLine;
using System.Text.Json;
using Talentys.Contracts;
using Talentys.Host.Sessions;
using Talentys.Host.Terminal;
using Talentys.Kernel;

namespace Talentys.Host.Commands;

/// <summary><c>talentys query</c>: one statement, a file, standard input, or a shell.</summary>
internal static class QueryCommand
{
    private const long TableRows = 1000;

    public static Command Create(SharedOptions shared, Output output)
    {
        var sql = new Argument<string?>("sql") { Description = "The statement; - reads standard input", Arity = ArgumentArity.ZeroOrOne };
        var file = new Option<FileInfo?>("--file", "-f") { Description = "Read the statement from a file" };
        var format = new Option<string?>("--format") { Description = "table (default), csv, json, parquet or arrow" };
        format.AcceptOnlyFromAmong("table", "csv", "json", "parquet", "arrow");
        var target = new Option<FileInfo?>("--output", "-o") { Description = "Write to a file; its ending chooses the format" };
        var limit = new Option<long?>("--limit") { Description = $"Most rows (default {TableRows} for a table, else all)" };
        var parameters = new Option<string[]>("--param", "-p") { Description = "A parameter: name=value, or a value for ?" };
        var other = new Option<string?>("--as") { Description = "See tables as a user does, or group:NAME; administrators only" };
        var command = new Command("query", "Run SQL") { sql, file, format, target, limit, parameters, other };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            output.Quiet = shared.Quiet(parsed);
            var into = parsed.GetValue(target);
            var chosen = parsed.GetValue(format) ?? (shared.Json(parsed) ? "json" : null) ?? FormatOf(into);
            var text = await TextAsync(parsed.GetValue(sql), parsed.GetValue(file), cancellationToken);
            await using var session = await ApiSession.OpenAsync(shared.Target(parsed), works: false, output, cancellationToken);
            if (text is null)
            {
                return await QueryShell.RunAsync(session, parsed.GetValue(other), output, cancellationToken);
            }

            var request = new QueryRequest(
                text, Parameters(parsed.GetValue(parameters) ?? []), parsed.GetValue(limit) ?? (chosen == "table" ? TableRows : null),
                As: parsed.GetValue(other));
            if (chosen == "table")
            {
                await QueryTable.PrintAsync(session.Api, request, output, cancellationToken);
            }
            else
            {
                await CopyAsync(session.Api, request, chosen, into, cancellationToken);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static string FormatOf(FileInfo? into) => into?.Extension.ToLowerInvariant() switch
    {
        null => "table",
        ".json" => "json",
        ".parquet" => "parquet",
        ".arrow" or ".arrows" => "arrow",
        _ => "csv",
    };

    private static async Task<string?> TextAsync(string? argument, FileInfo? file, CancellationToken cancellationToken)
    {
        if (file is not null)
        {
            return file.Exists
                ? await File.ReadAllTextAsync(file.FullName, cancellationToken)
                : throw new FaultException(Fault.Invalid("query.file_missing", $"There is no file {file.FullName}."));
        }

        return argument switch
        {
            null when !Console.IsInputRedirected => null,
            null or "-" => await Console.In.ReadToEndAsync(cancellationToken),
            _ => argument,
        };
    }

    private static JsonElement? Parameters(string[] given)
    {
        if (given.Length == 0)
        {
            return null;
        }

        var named = given.All(parameter => parameter.Contains('=', StringComparison.Ordinal));
        return named
            ? JsonSerializer.SerializeToElement(given.Select(parameter => parameter.Split('=', 2)).ToDictionary(pair => pair[0], pair => Value(pair[1])))
            : JsonSerializer.SerializeToElement(given.Select(Value));

        static object? Value(string text) => long.TryParse(text, out var whole) ? whole : text;
    }

    private static async Task CopyAsync(
        ApiClient api, QueryRequest request, string format, FileInfo? into, CancellationToken cancellationToken)
    {
        var accept = format switch
        {
            "csv" => "text/csv",
            "parquet" => "application/vnd.apache.parquet",
            "arrow" => "application/vnd.apache.arrow.stream",
            _ => "application/json",
        };
        if (into is null && format is "parquet" or "arrow" && Output.DataIsTerminal)
        {
            throw new FaultException(Fault.Invalid(
                "query.binary_terminal", $"{format} is not for a terminal.", "--format", "Write it to a file with -o FILE."));
        }

        using var answer = await api.SendAsync(HttpMethod.Post, "/api/v1/query", request, cancellationToken, accept);
        await using var rows = await answer.Content.ReadAsStreamAsync(cancellationToken);
        if (into is null)
        {
            await using var standard = Output.DataStream();
            await rows.CopyToAsync(standard, cancellationToken);
            if (format == "json")
            {
                standard.WriteByte((byte)'\n');
            }

            return;
        }

        // Beside its place first, so that a failure leaves no half file under the name.
        var draft = into.FullName + ".part";
        try
        {
            await using (var written = File.Create(draft))
            {
                await rows.CopyToAsync(written, cancellationToken);
            }

            File.Move(draft, into.FullName, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }
    }
}
