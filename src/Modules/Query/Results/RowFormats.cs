using Microsoft.Net.Http.Headers;
using Talentys.Kernel;

namespace Talentys.Query.Results;

/// <summary>The formats in which rows are given, and the choice among them.</summary>
internal sealed class RowFormats(JsonFormat json, CsvFormat csv, ArrowFormat arrow, ParquetFormat parquet)
{
    private readonly IReadOnlyList<IRowFormat> all = [json, csv, arrow, parquet];

    /// <summary>JSON.</summary>
    public JsonFormat Json => json;

    /// <summary>The best format that the client accepts; JSON when it does not say.</summary>
    public IRowFormat For(IList<MediaTypeHeaderValue>? accepted)
    {
        if (accepted is null or [])
        {
            return json;
        }

        foreach (var range in accepted.OrderByDescending(range => range.Quality ?? 1))
        {
            if (range.Quality != 0 && all.FirstOrDefault(format => new MediaTypeHeaderValue(format.MediaType).IsSubsetOf(range)) is { } found)
            {
                return found;
            }
        }

        throw new FaultException(Fault.Invalid(
            "query.format_unknown", $"None of the formats asked for is given: {string.Join(", ", accepted)}.", "Accept",
            $"Ask for one of {string.Join(", ", all.Select(format => format.MediaType))}."));
    }
}
