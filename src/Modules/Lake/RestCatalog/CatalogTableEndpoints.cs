using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Talentys.Kernel;

namespace Talentys.Lake.RestCatalog;

/// <summary>Tables as the catalog's clients see them.</summary>
internal static class CatalogTableEndpoints
{
    public static async Task<IResult> ListAsync(
        string @namespace, RestPage page, CatalogCaller caller, CatalogTables tables, CancellationToken cancellationToken)
    {
        var (items, next) = page.Cut(await tables.ListAsync(caller, caller.Schema(@namespace), cancellationToken), table => table.Key);
        return RestAnswers.Of(new TableIdentifierList(next, [.. items.Select(table => TableIdentifier.Of(table.Name))]));
    }

    public static async Task<IResult> CreateAsync(
        string @namespace, RestValue body, CatalogCaller caller, CatalogTables tables, CancellationToken cancellationToken) =>
        await tables.CreateAsync(caller, caller.Schema(@namespace), CreateRequest.Read(body), cancellationToken);

    public static async Task<IResult> LoadAsync(
        string @namespace, string table, string? snapshots, HttpContext context, CatalogCaller caller, CatalogTables tables, CancellationToken cancellationToken)
    {
        var onlyReferenced = snapshots switch
        {
            null or "" or "all" => false,
            "refs" => true,
            _ => throw RestFaults.Invalid("There is no such choice of snapshots.", "snapshots", "Use all or refs."),
        };
        var row = await tables.FindAsync(caller, new TableName(caller.Schema(@namespace), table), cancellationToken);
        var etag = await tables.EtagAsync(caller, row, onlyReferenced, cancellationToken);
        if (context.Request.Headers.IfNoneMatch.Any(header => Knows(header, etag)))
        {
            context.Response.Headers.ETag = etag;
            return Results.StatusCode(StatusCodes.Status304NotModified);
        }

        return await tables.LoadAsync(row, onlyReferenced, cancellationToken);
    }

    public static async Task<IResult> ExistsAsync(
        string @namespace, string table, CatalogCaller caller, CatalogTables tables, CancellationToken cancellationToken)
    {
        await tables.FindAsync(caller, new TableName(caller.Schema(@namespace), table), cancellationToken);
        return Results.NoContent();
    }

    public static async Task<IResult> CommitAsync(
        string @namespace, string table, RestValue body, CatalogCaller caller, CatalogTables tables, CancellationToken cancellationToken) =>
        await tables.CommitAsync(caller, new TableName(caller.Schema(@namespace), table), body, cancellationToken);

    public static async Task<IResult> DropAsync(
        string @namespace, string table, bool? purgeRequested, CatalogCaller caller, CatalogTables tables, CancellationToken cancellationToken)
    {
        await tables.DropAsync(caller, new TableName(caller.Schema(@namespace), table), purgeRequested ?? false, cancellationToken);
        return Results.NoContent();
    }

    public static async Task<IResult> RegisterAsync(
        string @namespace, RestValue body, CatalogCaller caller, CatalogTables tables, CancellationToken cancellationToken) =>
        await tables.RegisterAsync(
            caller,
            new TableName(caller.Schema(@namespace), body.Need("name").Text()),
            body.Need("metadata-location").Text(),
            body.Find("overwrite")?.Bool() ?? false,
            cancellationToken);

    public static async Task<IResult> RenameAsync(RestValue body, CatalogCaller caller, CatalogTables tables, CancellationToken cancellationToken)
    {
        await tables.RenameAsync(caller, caller.Table(body.Need("source")), caller.Table(body.Need("destination")), cancellationToken);
        return Results.NoContent();
    }

    public static async Task<IResult> ReportAsync(
        string @namespace, string table, RestValue body, CatalogCaller caller, CatalogTables tables, ILogger<CatalogTables> logger,
        CancellationToken cancellationToken)
    {
        var kind = body.Need("report-type");
        var what = kind.Text() is "scan-report" or "commit-report" ? kind.Text() : throw kind.Wrong("scan-report or commit-report");
        var snapshot = body.Need("snapshot-id").Long();
        var row = await tables.FindAsync(caller, new TableName(caller.Schema(@namespace), table), cancellationToken);
        RestLog.Reported(logger, caller.Principal.Name, what, $"{row.Schema}.{row.Name}", snapshot);
        return Results.NoContent();
    }

    public static async Task<IResult> CredentialsAsync(
        string @namespace, string table, CatalogCaller caller, CatalogTables tables, CancellationToken cancellationToken)
    {
        await tables.FindAsync(caller, new TableName(caller.Schema(@namespace), table), cancellationToken);
        return RestAnswers.Of(new CredentialsAnswer([]));
    }

    private static bool Knows(string? header, string etag) =>
        header is not null && header.Split(',').Select(tag => tag.Trim()).Any(tag => tag == "*" || tag == etag || tag == $"W/{etag}");
}
