using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Web;

namespace Talentys.Lake.Tables;

/// <summary>Routes of tables.</summary>
internal static class TableEndpoints
{
    private const int MostInWindow = 500;

    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var read = routes.MapApi("tables", "Tables", Roles.Reader);
        read.MapGet("/", List).WithName("ListTables").Produces<Page<TableListItem>>();
        read.MapGet("/window", Window).WithName("ListTableWindow").WithSummary("Any window of the tables, searched and sorted.");
        read.MapGet("/schemas", Schemas).WithName("ListTableSchemas").WithSummary("Schemas that have tables.");
        read.MapGet("/{schema}/{table}", Show).WithName("ShowTable").Produces<TableDetail>();
        read.MapGet("/{schema}/{table}/versions", Versions).WithName("ListTableVersions").Produces<Page<TableVersionItem>>();

        var change = routes.MapApi("tables", "Tables", Roles.Engineer);
        change.MapPost("/{schema}/{table}/rollback", Rollback).WithName("RollBackTable").Produces<TableVersionItem>();
        change.MapDelete("/{schema}/{table}", Drop).WithName("DropTable").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<Page<TableListItem>> List(
        PageRequest page, Caller caller, ILake lake, ListedViews views, VisibleTables visible, CancellationToken cancellationToken)
    {
        var access = await visible.OfAsync(caller.Principal, caller.Scope, cancellationToken);
        var all = await views.WithAsync(await lake.ListAsync(caller.Scope, false, cancellationToken), caller.Scope, hidden: false, cancellationToken);
        var tables = all.Where(table => VisibleTables.MaySee(caller.Principal, access, table.Name));
        if (page.After(2) is { } after)
        {
            var last = new TableName(after[0], after[1]);
            tables = tables.SkipWhile(table => table.Name <= last);
        }

        return page.Of(
            [.. tables.Take(page.Limit + 1)],
            table => [table.Name.Schema, table.Name.Name],
            table => VisibleTables.Shown(VisibleTables.Item(table), access));
    }

    private static async Task<ListWindow<TableListItem>> Window(
        string? search, string? schema, string? sort, bool? desc, int? offset, int? count, bool? hidden,
        Caller caller, TableLists lists, VisibleTables visible, CancellationToken cancellationToken)
    {
        var access = await visible.OfAsync(caller.Principal, caller.Scope, cancellationToken);
        if (offset < 0 || count is < 1 or > MostInWindow)
        {
            throw new FaultException(Fault.Invalid(
                "lake.window_invalid", "The window is not one that is possible.", null, $"Ask for 1 to {MostInWindow} tables, from 0 on."));
        }

        var by = sort switch
        {
            null or "name" => TableSort.Name,
            "rows" => TableSort.Rows,
            "bytes" => TableSort.Bytes,
            "changed" => TableSort.Changed,
            _ => throw new FaultException(Fault.Invalid(
                "lake.sort_unknown", "Tables cannot be sorted by that.", "sort", "Use name, rows, bytes or changed.")),
        };
        var window = new TableWindow(search, schema, by, desc is true, offset ?? 0, count ?? 100, MaySeeHidden(hidden, caller, access));
        return await lists.WindowAsync(caller.Scope, window, access, cancellationToken);
    }

    private static async Task<IReadOnlyList<SchemaListItem>> Schemas(
        bool? hidden, Caller caller, TableLists lists, VisibleTables visible, CancellationToken cancellationToken)
    {
        var access = await visible.OfAsync(caller.Principal, caller.Scope, cancellationToken);
        return await lists.SchemasAsync(caller.Scope, MaySeeHidden(hidden, caller, access), access, cancellationToken);
    }

    // hidden schemas hold rejected rows, which readers do not see
    private static bool MaySeeHidden(bool? asked, Caller caller, IAccess access) => asked is true && caller.Principal.Is(Roles.Engineer) && access.IsOpen;

    private static async Task<TableDetail> Show(
        string schema, string table, long? version, string? at, Caller caller, ILake lake, ListedViews views, TableTraits traits, VisibleTables visible,
        CancellationToken cancellationToken)
    {
        var name = new TableName(schema, table);
        var access = await visible.DemandAsync(caller.Principal, caller.Scope, name, cancellationToken);
        var found = await lake.FindAsync(caller.Scope, name, At(version, at), cancellationToken);
        if (found is null)
        {
            return (version, at) is (null, null) && await views.FindAsync(caller.Principal, access, caller.Scope, name, cancellationToken) is { } view
                ? view
                : throw new FaultException(LakeFaults.TableUnknown(name));
        }

        var detail = await traits.CompleteAsync(caller.Scope, name, DetailOf(found), caller.Principal.Is(Roles.Engineer), cancellationToken);
        if (access.IsOpen)
        {
            return detail;
        }

        var now = await lake.OpenAsync(caller.Scope, found.RightsOf, TableAt.Current, cancellationToken) ?? found;
        var seen = VisibleTables.Of(access, found.Name == found.RightsOf ? found : now, now.Columns);
        return seen.Columns.Count > 0 && VisibleTables.MaySee(caller.Principal, access, found.RightsOf) && (found.Name == found.RightsOf || seen.IsWhole)
            ? VisibleTables.Shown(detail, access, seen)
            : throw new FaultException(LakeFaults.TableUnknown(name));
    }

    /// <summary>A table as the API shows it.</summary>
    internal static TableDetail DetailOf(LakeTable found) => new(
        found.Name.Schema,
        found.Name.Name,
        found.Id,
        found.Version.Number,
        found.Version.Rows,
        found.Files.Sum(file => file.Bytes),
        found.Files.Count,
        found.Version.CommittedAt,
        [.. found.Columns.Select(column => new TableColumn(column.Name, column.SqlType, column.Required, column.Doc))]);

    /// <summary>A version by its number, or by what it was at: a moment (as in 2026-05-01T12:00:00Z), or a branch or tag.</summary>
    private static TableAt At(long? version, string? at) => (version, at) switch
    {
        ({ }, { }) => throw new FaultException(Fault.Invalid(
            "lake.version_ambiguous", "A version is asked for twice.", "at", "Give version or at, not both.")),
        (_, null) => TableAt.Of(version),
        _ when at.Length >= 10 && char.IsAsciiDigit(at[0]) && DateTimeOffset.TryParse(
            at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) => new TableAt.Time(moment),
        _ => new TableAt.Reference(at),
    };

    private static async Task<Page<TableVersionItem>> Versions(
        string schema, string table, PageRequest page, Caller caller, ILake lake, VisibleTables visible, CancellationToken cancellationToken)
    {
        var name = new TableName(schema, table);
        var access = await visible.DemandAsync(caller.Principal, caller.Scope, name, cancellationToken);
        IEnumerable<TableVersion> versions = await lake.VersionsAsync(caller.Scope, name, cancellationToken) is { Count: > 0 } some
            ? some
            : throw new FaultException(LakeFaults.TableUnknown(name));
        if (page.After(1) is { } after && long.TryParse(after[0], NumberStyles.None, CultureInfo.InvariantCulture, out var last))
        {
            versions = versions.SkipWhile(version => version.Number >= last);
        }

        return page.Of(
            [.. versions.Take(page.Limit + 1)], version => [version.Number.ToString(CultureInfo.InvariantCulture)],
            version => VisibleTables.Shown(VersionItems.Of(version), access, name));
    }

    private static async Task<TableVersionItem> Rollback(
        string schema, string table, TableRollback request, Caller caller, IcebergLake lake, VisibleTables visible, CancellationToken cancellationToken)
    {
        var name = new TableName(schema, table);
        await visible.DemandWriteAsync(caller.Principal, caller.Scope, name, cancellationToken);
        return VersionItems.Of(await lake.RollbackAsync(caller.Scope, name, request.To, caller.Principal.Name, cancellationToken));
    }

    private static async Task<IResult> Drop(
        string schema, string table, Caller caller, ILake lake, VisibleTables visible, CancellationToken cancellationToken)
    {
        var name = new TableName(schema, table);
        await visible.DemandWriteAsync(caller.Principal, caller.Scope, name, cancellationToken);
        return await lake.DropAsync(caller.Scope, name, cancellationToken)
            ? Results.NoContent()
            : throw new FaultException(LakeFaults.TableUnknown(name));
    }
}
