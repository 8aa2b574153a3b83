using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Query.Public;
using Talentys.Query.Stages;
using Talentys.Web;

namespace Talentys.Query.Completion;

/// <summary>Routes that help to write SQL.</summary>
internal static class CompletionEndpoints
{
    private const int LongestText = 200_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var sql = routes.MapApi("sql", "SQL", Roles.Reader);
        sql.MapPost("/complete", CompleteAsync).WithName("CompleteSql").WithSummary("What could stand at a place of a text of SQL, which may be unfinished.")
            .WithExample("""{"text": "select o. from shop.orders o", "position": 9}""", """{"from": 9, "isWhole": true, "items": [{"label": "store", "kind": "column", "insert": "store", "detail": "INTEGER", "rank": 40}]}""");
        sql.MapPost("/describe", DescribeAsync).WithName("DescribeSqlName").WithSummary("What the name at a place of a text of SQL is; no content where nothing is known of it.");
        sql.MapPost("/signature", SignatureAsync).WithName("ShowSqlSignature").WithSummary("The call of a function that a place of a text of SQL is inside of; no content outside of calls.");
    }

    private static Task<SqlCompletions> CompleteAsync(SqlPlaceRequest request, Caller caller, SqlCompleter completer, TimeProvider clock, CancellationToken cancellationToken) =>
        completer.CompleteAsync(Order(request, caller, clock), request.Position, cancellationToken);

    private static async Task<Results<Ok<SqlDescription>, NoContent>> DescribeAsync(
        SqlPlaceRequest request, Caller caller, SqlDescriber describer, TimeProvider clock, CancellationToken cancellationToken) =>
        await describer.DescribeAsync(Order(request, caller, clock), request.Position, cancellationToken) is { } found ? TypedResults.Ok(found) : TypedResults.NoContent();

    private static async Task<Results<Ok<SqlCallSignature>, NoContent>> SignatureAsync(
        SqlPlaceRequest request, Caller caller, SqlDescriber describer, TimeProvider clock, CancellationToken cancellationToken)
    {
        var order = Order(request, caller, clock);
        return await describer.CallAsync(order.Order.Sql, request.Position, cancellationToken) is { } found ? TypedResults.Ok(found) : TypedResults.NoContent();
    }

    /// <summary>A statement that is only looked at: neither run nor written to the history.</summary>
    private static QueryInFlight Order(SqlPlaceRequest request, Caller caller, TimeProvider clock)
    {
        var text = request.Text ?? "";
        if (text.Length > LongestText || request.Position < 0 || request.Position > text.Length)
        {
            throw new FaultException(Fault.Invalid(
                "query.place_invalid", "The place is not one of the text, or the text is too long.", "position", $"Send at most {LongestText:N0} characters around the place."));
        }

        var order = new QueryOrder
        {
            Sql = text,
            Principal = caller.Principal,
            Scope = caller.Scope,
            Surface = "web",
            As = string.IsNullOrEmpty(request.As) ? null : request.As,
        };
        return new QueryInFlight(Ids.New(clock), order, clock.GetUtcNow());
    }
}
