using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Query.Functions;
using Talentys.Query.History;
using Talentys.Query.Public;
using Talentys.Query.Results;
using Talentys.Storage;
using Talentys.Web;

namespace Talentys.Query;

/// <summary>Routes of SQL: run, history, functions.</summary>
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
        routes.MapApi("functions", "Query", Roles.Reader).MapGet("/", FunctionsAsync)
            .WithName("ListFunctions").WithSummary("Functions that statements may call.");
    }

    private static async Task RunAsync(
        QueryRequest request, Caller caller, HttpContext context, IQueries queries, RowFormats formats, CancellationToken cancellationToken)
    {
        if (request.All)
        {
            await AllResults.WriteAsync(queries, formats, QueryOrders.Of(request, caller, "rest"), request.Limit, context.Response, cancellationToken);
            return;
        }

        var format = formats.For(context.Request.GetTypedHeaders().Accept);
        await using var rows = await queries.RunAsync(QueryOrders.Of(request, caller, "rest"), cancellationToken);
        context.Response.ContentType = format is JsonFormat or CsvFormat ? $"{format.MediaType}; charset=utf-8" : format.MediaType;
        context.Response.Headers[IdHeader] = rows.Id;
        await format.WriteAsync(new LimitedRows(rows, request.Limit), context.Response.Body, cancellationToken);
    }

    private static Task<IReadOnlyList<SqlFunction>> FunctionsAsync(FunctionCatalog functions, CancellationToken cancellationToken) =>
        functions.AllAsync(cancellationToken);

    private static async Task<Page<QueryHistoryDto>> HistoryAsync(
        bool? mine, string? search, Caller caller, PageRequest page, IPlatformDbFactory storage, QueryRecorder recorder, IAccessPolicies policies,
        CancellationToken cancellationToken)
    {
        // texts and errors of others' statements may hold what policies hide from this caller
        var access = await policies.OfAsync(caller.Principal, caller.Scope, cancellationToken);
        mine = access.HasPolicies && !caller.Principal.Is(Roles.Administrator) ? true : mine;
        QueryHistoryRow[] unwritten = [.. recorder.Unwritten(caller.Scope.Organisation).Where(IsMine).Where(IsFound)];
        await using var db = storage.Create();
        var ended = db.Set<QueryHistoryRow>().AsNoTracking().Where(row => row.Organisation == caller.Scope.Organisation);
        if (mine is true)
        {
            ended = ended.Where(row => row.Principal == caller.Principal.Name);
        }

        var before = page.After(1) is [var last] ? last : null;
        if (before is not null)
        {
            ended = ended.Where(row => row.Id.CompareTo(before) < 0);
        }

        // the text is looked for here: databases fold letters by their own rules, or only those of ASCII
        var ordered = ended.OrderByDescending(row => row.Id);
        List<QueryHistoryRow> rows = [];
        await foreach (var row in (string.IsNullOrEmpty(search) ? ordered.Take(page.Limit + 1) : ordered).AsAsyncEnumerable()
            .WithCancellation(cancellationToken))
        {
            if (IsFound(row))
            {
                rows.Add(row);
                if (rows.Count > page.Limit)
                {
                    break;
                }
            }
        }

        var endedNow = unwritten.Where(row => row.State != QueryRecorder.Running && (before is null || string.CompareOrdinal(row.Id, before) < 0));
        var found = page.Of(
            [.. rows.UnionBy(endedNow, row => row.Id).OrderByDescending(row => row.Id, StringComparer.Ordinal).Take(page.Limit + 1)],
            row => [row.Id], Dto);
        return before is null ? found with { Items = [.. unwritten.Where(row => row.State == QueryRecorder.Running).Select(Dto), .. found.Items] } : found;

        bool IsMine(QueryHistoryRow row) => mine is not true || row.Principal == caller.Principal.Name;

        bool IsFound(QueryHistoryRow row) =>
            string.IsNullOrEmpty(search) || row.Sql.Contains(search, StringComparison.OrdinalIgnoreCase);
    }

    private static QueryHistoryDto Dto(QueryHistoryRow row) => new(
        row.QueryId, row.Sql, row.State, row.Principal, row.Environment, row.StartedAt, row.ElapsedMs, row.Rows,
        row.Tables.Split('\n', StringSplitOptions.RemoveEmptyEntries), row.ErrorCode, row.ErrorMessage)
    {
        As = row.As,
        Ahead = row.Ahead,
    };
}
