using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Talentys.Kernel;
using Talentys.Query.Public;
using Talentys.Web;

namespace Talentys.Query.Results;

/// <summary>
/// The results of all statements of a text as one JSON object: <c>results</c>, each as <see cref="JsonFormat"/> writes one, and <c>error</c>
/// when a later one failed.
/// </summary>
internal static class AllResults
{
    /// <summary>Runs the text and writes what it gives.</summary>
    public static async Task WriteAsync(
        IQueries queries, RowFormats formats, QueryOrder order, long? limit, HttpResponse response, CancellationToken cancellationToken)
    {
        var json = formats.Json;
        var written = 0;
        try
        {
            await using var rows = await queries.RunAsync(order with { Each = EachAsync }, cancellationToken);
            if (written == 0)
            {
                await EachAsync(rows, cancellationToken); // one statement
            }

            await response.WriteAsync("]}", cancellationToken);
        }
        catch (FaultException failure) when (written > 0)
        {
            var fault = ProblemFaults.Of(failure.Fault);
            await response.WriteAsync($"],\"error\":{JsonSerializer.Serialize(fault, JsonSerializerOptions.Web)}}}", cancellationToken);
        }

        async Task EachAsync(IQueryRows rows, CancellationToken token)
        {
            if (written++ == 0)
            {
                response.ContentType = $"{json.MediaType}; charset=utf-8";
                await response.WriteAsync("{\"results\":[", token);
            }
            else
            {
                await response.WriteAsync(",", token);
            }

            await json.WriteAsync(new LimitedRows(rows, limit), response.Body, token);
        }
    }
}
