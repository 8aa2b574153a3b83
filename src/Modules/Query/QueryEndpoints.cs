using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Query.History;
using Talentys.Query.Public;
using Talentys.Query.Results;
using Talentys.Storage;
using Talentys.Web;

namespace Talentys.Query;

/// <summary>Routes of SQL: run, cancel, history.</summary>
internal static class QueryEndpoints
{
    /// <summary>Header that tells the statement's id before its first row.</summary>
    private const string IdHeader = "X-Talentys-Query-Id";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var query = routes.MapApi("query", "Query", Roles.Reader);
        query.MapPost("/", RunAsync).WithName("RunQuery").WithSummary("Run a statement; the rows come as Accept says.")
            .Produces(StatusCodes.Status200OK, typeof(void), "application/json",
                "text/csv", "application/vnd.apache.arrow.stream", "application/vnd.apache.parquet");
        var queries = routes.MapApi("queries", "Query", Roles.Reader);
        queries.MapGet("/", HistoryAsync).WithName("ListQueries").WithSummary("Statements, running ones first, then newest first.");
        queries.MapPost("/{id}/cancel", Cancel).WithName("CancelQuery").WithSummary("Cancel a running statement.");
    }

    private static async Task RunAsync(
        QueryRequest request, Caller caller, HttpContext context, IQueries queries, RowFormats formats, CancellationToken cancellationToken)
    {
        var format = formats.For(context.Request.GetTypedHeaders().Accept);
        await using var rows = await queries.RunAsync(Order(request, caller), cancellationToken);
        context.Response.ContentType = format is JsonFormat or CsvFormat ? $"{format.MediaType}; charset=utf-8" : format.MediaType;
        context.Response.Headers[IdHeader] = rows.Id;
        await format.WriteAsync(new LimitedRows(rows, request.Limit), context.Response.Body, cancellationToken);
    }

    private static QueryOrder Order(QueryRequest request, Caller caller)
    {
        if (request.Limit < 0 || request.TimeoutSeconds <= 0)
        {
            throw new FaultException(Fault.Invalid("query.limit_invalid", "The limit is not negative and the time-out more than 0 seconds."));
        }

        if (request.Id is { } id && (id.Length is 0 or > 64 || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')))
        {
            throw new FaultException(Fault.Invalid(
                "query.id_invalid", "The id is not a valid one.", "id", "Use at most 64 letters, digits, hyphens and underscores."));
        }

        var (byPosition, byName) = QueryParameters.Read(request.Parameters);
        return new QueryOrder
        {
            Sql = request.Sql ?? "",
            Principal = caller.Principal,
            Scope = caller.Scope,
            Surface = "rest",
            Id = request.Id,
            Parameters = byPosition,
            NamedParameters = byName,
            Timeout = request.TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(Math.Min(seconds, 86_400)) : null,
        };
    }

    private static Results<NoContent, NotFound> Cancel(string id, Caller caller, IQueries queries, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return queries.Cancel(caller.Scope.Organisation, id) ? TypedResults.NoContent() : TypedResults.NotFound();
    }

    private static async Task<Page<QueryHistoryDto>> HistoryAsync(
        Caller caller, PageRequest page, IPlatformDbFactory storage, QueryRecorder recorder, CancellationToken cancellationToken)
    {
        await using var db = storage.Create();
        var ended = db.Set<QueryHistoryRow>().AsNoTracking().Where(row => row.Organisation == caller.Scope.Organisation);
        if (page.After(1) is [var last])
        {
            ended = ended.Where(row => row.Id.CompareTo(last) < 0);
        }

        var rows = await ended.OrderByDescending(row => row.Id).Take(page.Limit + 1).ToListAsync(cancellationToken);
        var found = page.Of(rows, row => [row.Id], Dto);
        return page.Cursor is null
            ? found with { Items = [.. recorder.Running(caller.Scope.Organisation).Select(Dto), .. found.Items] }
            : found;
    }

    private static QueryHistoryDto Dto(QueryHistoryRow row) => new(
        row.QueryId, row.Sql, row.State, row.Principal, row.Environment, row.StartedAt, row.ElapsedMs, row.Rows,
        row.Tables.Split('\n', StringSplitOptions.RemoveEmptyEntries), row.ErrorCode, row.ErrorMessage);
}
