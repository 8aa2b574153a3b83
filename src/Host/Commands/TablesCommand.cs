using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Talentys.Contracts;
using Talentys.Host.Sessions;
using Talentys.Host.Terminal;
using Talentys.Kernel;

namespace Talentys.Host.Commands;

/// <summary><c>talentys tables</c>: list, show, maintain, rollback, drop.</summary>
internal static class TablesCommand
{
    public static Command Create(SharedOptions shared, Output output) => new("tables", "Tables of the lake")
    {
        List(shared, output), Show(shared, output), Register(shared, output), MaintainCommand.Create(shared, output), Rollback(shared, output), Drop(shared, output),
    };

    private static Command List(SharedOptions shared, Output output)
    {
        var command = new Command("list", "All tables");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var session = await ApiSession.OpenAsync(shared.Target(parsed), works: false, output, cancellationToken);
            var tables = await session.Api.ListAsync<TableListItem>("/api/v1/tables?limit=1000", cancellationToken).ToListAsync(cancellationToken);
            if (shared.Json(parsed))
            {
                output.Data(JsonSerializer.Serialize(tables, ApiClient.Json));
                return ExitCode.Done;
            }

            var list = Output.Table("Table", "Rows", "Size", "Version", "Changed");
            list.Columns[1].Alignment = list.Columns[2].Alignment = list.Columns[3].Alignment = Justify.Right;
            foreach (var table in tables)
            {
                list.AddRow(
                    Markup.Escape($"{table.Schema}.{table.Name}"), Figures.Count(table.Rows), Figures.Bytes(table.Bytes),
                    Figures.Count(table.Version), Figures.Time(table.ChangedAt));
            }

            output.Data(list);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Show(SharedOptions shared, Output output) => OfOne("show", "Columns and versions of a table", shared, output,
        async (session, path, parsed, cancellationToken) =>
        {
            var table = await session.Api.GetAsync<TableDetail>(path, cancellationToken);
            var versions = await session.Api.ListAsync<TableVersionItem>($"{path}/versions", cancellationToken).ToListAsync(cancellationToken);
            if (shared.Json(parsed))
            {
                output.Data(JsonSerializer.Serialize(new { table, versions }, ApiClient.Json));
                return ExitCode.Done;
            }

            output.Data($"{table.Schema}.{table.Name}: {Figures.Count(table.Rows)} rows, {Figures.Bytes(table.Bytes)} in {Figures.Of(table.Files, "file")}");
            var columns = Output.Table("Column", "Type", "Description");
            foreach (var column in table.Columns)
            {
                columns.AddRow(new Text(column.Name), new Text(column.Type), new Text(column.Description ?? ""));
            }

            output.Data(columns);
            var list = Output.Table("Version", "Published", "Operation", "Rows");
            foreach (var version in versions)
            {
                list.AddRow(Figures.Count(version.Version), Figures.Time(version.CommittedAt), version.Operation, Figures.Count(version.Rows));
            }

            output.Data(list);
            return ExitCode.Done;
        });

    private static Command Rollback(SharedOptions shared, Output output)
    {
        var to = new Option<long>("--to") { Description = "Number of the version whose content comes back", Required = true };
        var command = OfOne("rollback", "Bring back the content of an older version", shared, output, async (session, path, parsed, cancellationToken) =>
        {
            await session.Api.PostAsync($"{path}/rollback", new TableRollback(parsed.GetValue(to)), cancellationToken);
            output.Message("Done.");
            return ExitCode.Done;
        });
        command.Options.Add(to);
        return command;
    }

    private static Command Drop(SharedOptions shared, Output output) => OfOne("drop", "Drop a table", shared, output,
        async (session, path, _, cancellationToken) =>
        {
            await session.Api.DeleteAsync(path, cancellationToken);
            output.Message("Dropped.");
            return ExitCode.Done;
        });

    private static Command Register(SharedOptions shared, Output output)
    {
        var place = new Argument<string>("metadata") { Description = "Its metadata file, or its folder: the newest metadata is found there" };
        var table = new Argument<string>("table") { Description = "schema.table: the name it gets here" };
        var command = new Command("register", "Take in an Iceberg table that another engine wrote, in place; again for its newest version") { table, place };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            output.Quiet = shared.Quiet(parsed);
            var parts = parsed.GetValue(table)!.Split('.', 2);
            var named = parsed.GetValue(place)!;
            var target = shared.Target(parsed);
            var order = new TableRegistration(
                parts is [var schema, _] ? schema : null,
                parts[^1],
                target.Server is null && !named.Contains("://", StringComparison.Ordinal) ? Path.GetFullPath(named) : named);
            await using var session = await ApiSession.OpenAsync(target, works: false, output, cancellationToken);
            var taken = await session.Api.PostAsync<TableDetail>("/api/v1/tables/register", order, cancellationToken);
            if (shared.Json(parsed))
            {
                output.Data(JsonSerializer.Serialize(taken, ApiClient.Json));
            }
            else
            {
                output.Message($"{taken.Schema}.{taken.Name}: version {Figures.Count(taken.Version)} with {Figures.Of(taken.Files, "file")}, read in place.");
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Command OfOne(
        string name, string description, SharedOptions shared, Output output, Func<ApiSession, string, ParseResult, CancellationToken, Task<int>> act)
    {
        var table = new Argument<string>("table") { Description = "schema.table" };
        var command = new Command(name, description) { table };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            output.Quiet = shared.Quiet(parsed);
            var path = TableName.Parse(parsed.GetValue(table)!);
            await using var session = await ApiSession.OpenAsync(shared.Target(parsed), works: false, output, cancellationToken);
            return await act(
                session, $"/api/v1/tables/{Uri.EscapeDataString(path.Schema)}/{Uri.EscapeDataString(path.Name)}", parsed, cancellationToken);
        });
        return command;
    }
}
