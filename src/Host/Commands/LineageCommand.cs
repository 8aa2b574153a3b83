using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;
using Talentys.Host.Terminal;
using Talentys.Kernel;
using Talentys.Query.Public;
using Talentys.Transformation.Public;

namespace Talentys.Host.Commands;

/// <summary><c>talentys lineage</c>: where columns come from and what hangs on them, of a dbt project or of statements. Reads texts only: no lake, no server.</summary>
internal static class LineageCommand
{
    private static readonly JsonSerializerOptions Plain = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create(SharedOptions shared, Output output)
    {
        var asset = new Argument<string?>("asset") { Description = "Of the dbt project of this folder: MODEL, MODEL.COLUMN or SOURCE.TABLE.COLUMN", Arity = ArgumentArity.ZeroOrOne };
        var up = new Option<bool>("--upstream") { Description = "What the asset comes from (default)" };
        var down = new Option<bool>("--downstream") { Description = "What hangs on it: columns, rows, tests, exposures" };
        var project = new DbtProjectOptions();
        var sql = new Option<string?>("--sql") { Description = "File with statements; - or nothing reads standard input" };
        var catalog = new Option<FileInfo?>("--catalog") { Description = """File with the tables: {"tables": {"schema.table": {"column": "type"}}}""" };
        var strict = new Option<bool>("--strict") { Description = "A table that the catalog does not know is an error" };
        var command = new Command("lineage", "Where the columns of a dbt project, or of SQL, come from and what hangs on them; nothing is run") { asset, up, down, sql, catalog, strict };
        project.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            output.Quiet = shared.Quiet(parsed);
            if (parsed.GetValue(asset) is { } named)
            {
                DbtPackagesCommand.Local(shared, parsed, "lineage");
                return await OfProjectAsync(project.Order(shared, parsed), named, parsed.GetValue(up) || !parsed.GetValue(down), parsed.GetValue(down), shared.Json(parsed), output, cancellationToken);
            }

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

    private static async Task<int> OfProjectAsync(DbtOrder order, string asset, bool up, bool down, bool json, Output output, CancellationToken cancellationToken)
    {
        using var lineage = await ProjectLineage.ReadAsync(order, cancellationToken);
        IReadOnlyList<LineageStep> steps = [.. up ? lineage.Upstream(asset) : [], .. down ? await lineage.DownstreamAsync(asset, cancellationToken) : []];
        if (json)
        {
            foreach (var step in steps)
            {
                output.Data(JsonSerializer.Serialize(new { target = step.Target, sources = step.Sources, kind = step.Kind, node = step.Node.UniqueId, file = step.Node.File }, Plain));
            }
        }
        else if (steps.Count > 0)
        {
            output.List(steps, false, ["what", "how", "from", "file"], step => [step.Target, step.Kind, string.Join(", ", step.Sources), step.Node.File]);
        }

        output.Message(steps.Count == 0 ? $"{asset} {(down ? "is used by nothing" : "comes from nothing else")}." : Figures.Of(steps.Count, "step") + ".");
        foreach (var (node, why) in lineage.Unread)
        {
            output.Message($"Not looked through: {node.Name} ({node.File}): {why.TrimEnd('.')}.");
        }

        return ExitCode.Done;
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
