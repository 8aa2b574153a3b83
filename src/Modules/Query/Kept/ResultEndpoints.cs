using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Query.Kept.Columns;
using Talentys.Query.Kept.Exports;
using Talentys.Query.Public;
using Talentys.Web;

namespace Talentys.Query.Kept;

/// <summary>Routes of results that are kept while a page looks at them.</summary>
internal static class ResultEndpoints
{
    private const int MostRows = 1000;
    private const int MostColumns = 200;

    /// <summary>How long the first answer waits for a quick statement's end, so that most need no second request.</summary>
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    public static void Map(IEndpointRouteBuilder routes)
    {
        Map(routes.MapApi("queries", "Query", Roles.Reader), "Query");
        Map(routes.MapApi("results", "Results", Roles.Reader).ExcludeFromDescription(), "Result"); // the name that these had first
    }

    private static void Map(RouteGroupBuilder results, string noun)
    {
        results.MapPost("/", StartAsync).WithName($"Submit{noun}").WithSummary("Submit a statement whose rows are kept; Location tells where its state is.")
            .WithExample("""{"sql": "select * from shop.orders where store = $store", "parameters": {"store": 7}}""", State("running", 2, 0));
        results.MapGet("/{id}", ShowAsync).WithName($"Show{noun}").WithSummary("State of a submitted statement: place in the queue, rows so far, time, fault; waits up to waitMs for a change.")
            .WithExample(null, State("succeeded", null, 3));
        results.MapGet("/{id}/rows", RowsAsync).WithName($"Read{noun}Rows").WithSummary("A page of its rows and columns, as text; next tells where the one after it begins.")
            .WithExample(null, """{"offset": 0, "firstColumn": 0, "rows": [["1", "web"], ["2", null]], "cut": [], "next": 2}""");
        results.MapGet("/{id}/cell", CellAsync).WithName($"Read{noun}Cell").WithSummary("A whole cell; no content when it is null.")
            .Produces<string>(StatusCodes.Status200OK, "text/plain").Produces(StatusCodes.Status204NoContent);
        results.MapGet("/{id}/statistics", StatisticsAsync).WithName($"Show{noun}Statistics").WithSummary("What a column holds.");
        results.MapGet("/{id}/export", ExportAsync).WithName($"Export{noun}").WithSummary("All rows as a file: csv, xlsx, parquet or json.")
            .Produces(StatusCodes.Status200OK, typeof(void), "application/octet-stream");
        results.MapPost("/{id}/cancel", Cancel).WithName($"Cancel{noun}").WithSummary("Cancel a statement, also one of another surface; rows that came stay.");
        results.MapDelete("/{id}", Delete).WithName($"Delete{noun}").WithSummary("Forget a submitted statement and its rows.");
    }

    private static string State(string state, int? queue, long rows) => $$"""
        {"id": "01k7q3h5", "state": "{{state}}", "columns": [{"name": "id", "type": "BIGINT"}], "rows": {{rows}}, "truncated": false,
         "startedAt": "2026-05-01T12:00:00Z", "elapsedMs": 12.5, "fault": null, "queue": {{queue?.ToString(CultureInfo.InvariantCulture) ?? "null"}}}
        """;

    private static async Task<Accepted<ResultDto>> StartAsync(
        QueryRequest request, Caller caller, ResultStore store, CancellationToken cancellationToken)
    {
        var result = await store.StartAsync(QueryOrders.Of(request, caller, "web"), request.Limit, cancellationToken);
        await result.WaitForEndAsync(FirstWait, cancellationToken);
        return TypedResults.Accepted($"/api/v1/queries/{Uri.EscapeDataString(result.Id)}", result.Dto());
    }

    private static async Task<ResultDto> ShowAsync(
        string id, int? waitMs, long? knownRows, Caller caller, ResultStore store, CancellationToken cancellationToken)
    {
        var result = store.Get(caller.Principal, id);
        if (waitMs is > 0)
        {
            var longest = Math.Min(waitMs.Value, LongestWait.TotalMilliseconds);
            await result.WaitAsync(knownRows, TimeSpan.FromMilliseconds(longest), cancellationToken);
            result.Touch();
        }

        return result.Dto();
    }

    private static Task<ResultWindow> RowsAsync(
        string id, long? offset, int? count, int? firstColumn, int? columns, int? sort, bool? desc,
        Caller caller, ResultStore store, CancellationToken cancellationToken)
    {
        var result = store.Get(caller.Principal, id);
        if (offset < 0 || firstColumn < 0 || count is < 0 or > MostRows || columns is < 0 or > MostColumns)
        {
            throw new FaultException(Fault.Invalid(
                "query.window_invalid", "The window is not one that is possible.", null,
                $"Ask for at most {MostRows} rows and {MostColumns} columns, from 0 on."));
        }

        return ResultWindows.ReadAsync(
            result, new WindowRequest(offset ?? 0, count ?? 100, firstColumn ?? 0, columns ?? MostColumns, Order(result, sort, desc)),
            cancellationToken);
    }

    private static async Task<Results<EmptyHttpResult, NoContent>> CellAsync(
        string id, long row, int column, int? sort, bool? desc, Caller caller, ResultStore store, HttpContext context,
        CancellationToken cancellationToken)
    {
        var result = store.Get(caller.Principal, id);
        var order = Order(result, sort, desc);
        var (rows, lease) = result.Readable() ?? throw new FaultException(ResultFaults.RowUnknown(0));
        using (lease)
        {
            Check(result, column);
            if (row < 0 || row >= rows.Rows)
            {
                throw new FaultException(ResultFaults.RowUnknown(rows.Rows));
            }

            var number = order is { } by ? (await result.Orders!.NumbersAsync(by, row, 1, cancellationToken))[0] : row;
            var cell = rows.Cell(number, column);
            if (cell.IsNull(0))
            {
                return TypedResults.NoContent();
            }

            context.Response.ContentType = "text/plain; charset=utf-8";
            await cell.WriteAsync(0, context.Response.Body, cancellationToken);
            return TypedResults.Empty;
        }
    }

    private static Task<ResultStatistics> StatisticsAsync(
        string id, int column, Caller caller, ResultStore store, CancellationToken cancellationToken)
    {
        var result = store.Get(caller.Principal, id);
        var (_, lease) = result.Ended();
        using (lease)
        {
            Check(result, column);
            return result.Statistics!.OfAsync(column, cancellationToken);
        }
    }

    private static async Task ExportAsync(
        string id, string? format, int? sort, bool? desc, Caller caller, ResultStore store, ResultExport export, HttpContext context,
        CancellationToken cancellationToken)
    {
        var result = store.Get(caller.Principal, id);
        var chosen = export.FormatOf(format);
        await export.WriteAsync(result, chosen, format!, Order(result, sort, desc), context.Response, cancellationToken);
        result.Touch();
    }

    private static Results<NoContent, NotFound> Cancel(string id, Caller caller, ResultStore store, IQueries queries, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (store.Find(caller.Principal, id) is { } kept)
        {
            kept.Cancel();
            return TypedResults.NoContent();
        }

        return queries.Cancel(caller.Scope.Organisation, id) ? TypedResults.NoContent() : throw new FaultException(ResultFaults.Unknown);
    }

    private static NoContent Delete(string id, Caller caller, ResultStore store, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return store.Remove(caller.Principal, id) ? TypedResults.NoContent() : throw new FaultException(ResultFaults.Unknown);
    }

    private static RowOrder? Order(KeptResult result, int? sort, bool? desc)
    {
        if (sort is not { } column)
        {
            return null;
        }

        result.Ended().Lease.Dispose(); // refuses what runs or failed
        Check(result, column);
        return new RowOrder(column, desc is true);
    }

    private static void Check(KeptResult result, int column)
    {
        var count = result.Columns.Count;
        if (column < 0 || column >= count)
        {
            throw new FaultException(ResultFaults.ColumnUnknown(count));
        }
    }
}
