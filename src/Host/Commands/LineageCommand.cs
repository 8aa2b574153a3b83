using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;
using Talentys.Host.Terminal;
using Talentys.Kernel;
using Talentys.Query.Public;

namespace Talentys.Host.Commands;

/// <summary><c>talentys lineage</c>: from which columns each column of statements comes. Reads texts only: no project, no server.</summary>
internal static class LineageCommand
{
    private static readonly JsonSerializerOptions Plain = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create(SharedOptions shared, Output output)
    {
        var sql = new Option<string?>("--sql") { Description = "File with statements; - or nothing reads standard input" };
        var catalog = new Option<FileInfo?>("--catalog") { Description = """File with the tables: {"tables": {"schema.table": {"column": "type"}}}""" };
        var strict = new Option<bool>("--strict") { Description = "A table that the catalog does not know is an error" };
        var command = new Command("lineage", "From which columns each written or returned column of SQL comes; nothing is run") { sql, catalog, strict };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            output.Quiet = shared.Quiet(parsed);
            var text = await TextAsync(parsed.GetValue(sql), cancellationToken);
            var tables = parsed.GetValue(catalog) is { } file ? await CatalogAsync(file, cancellationToken) : LineageCatalog.Empty;
            var answer = await SqlLineage.ReadAsync(
                text, tables, new LineageOptions { AllowUnknownTables = !parsed.GetValue(strict) }, cancellationToken);
            foreach (var warning in answer.Warnings)
            {
                output.Message(warning.Place is null ? $"Warning: {warning.Message}" : $"Warning: {warning.Place}: {warning.Message}");
            }

            if (shared.Json(parsed))
            {
                foreach (var column in answer.Columns)
                {
                    output.Data(JsonSerializer.Serialize(
                        new { target = column.Target, sources = column.Sources.Select(source => source.Name).Distinct(), kind = Kind(column.Kind) }, Plain));
                }
            }
            else
            {
                output.Data(TableOf(answer));
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Table TableOf(LineageAnswer answer)
    {
        var table = Output.Table("column", "kind", "sources", "decided by");
        foreach (var column in answer.Columns)
        {
            var influences = column.Influences.GroupBy(influence => influence.Kind)
                .Select(kind => $"{kind.Key.ToString().ToLowerInvariant()} by {string.Join(", ", kind.Select(influence => influence.Name))}");
            table.AddRow(
                new Text(column.Target), new Text(Kind(column.Kind)), new Text(string.Join(", ", column.Sources.Select(source => source.Name))),
                new Text(string.Join("; ", influences)));
        }

        return table;
    }

    private static string Kind(LineageKind kind) => kind.ToString().ToLowerInvariant();

    private static async Task<string> TextAsync(string? file, CancellationToken cancellationToken)
    {
        if (file is null or "-")
        {
            return file is null && !Console.IsInputRedirected
                ? throw new FaultException(Fault.Invalid("lineage.sql_missing", "There are no statements.", "--sql", "Name a file, or give them on standard input."))
                : await Console.In.ReadToEndAsync(cancellationToken);
        }

        return File.Exists(file)
            ? await File.ReadAllTextAsync(file, cancellationToken)
            : throw new FaultException(Fault.Invalid("lineage.file_missing", $"There is no file {file}.", "--sql"));
    }

    private static async Task<LineageCatalog> CatalogAsync(FileInfo file, CancellationToken cancellationToken)
    {
        if (!file.Exists)
        {
            throw new FaultException(Fault.Invalid("lineage.file_missing", $"There is no file {file.FullName}.", "--catalog"));
        }

        try
        {
            return LineageCatalog.Read(await File.ReadAllTextAsync(file.FullName, cancellationToken));
        }
        catch (FaultException failure)
        {
            throw new FaultException([.. failure.Faults.Select(fault => fault with { Place = fault.Place is null ? file.Name : $"{file.Name}, {fault.Place}" })]);
        }
    }
}
