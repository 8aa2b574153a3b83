using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Talentys.Contracts;
using Talentys.Kernel;

namespace Talentys.Web;

/// <summary>Which part of a list is asked for: <c>?limit=1..1000&amp;cursor=...</c>. Bound by endpoints as a parameter.</summary>
/// <param name="Limit">Most items to return.</param>
/// <param name="Cursor">Where the part before ended; null for the first.</param>
public sealed record PageRequest(int Limit, string? Cursor) : IEndpointParameterMetadataProvider
{
    /// <summary>Items in a part when the client names no limit.</summary>
    public const int DefaultLimit = 100;

    /// <summary>Most items in a part.</summary>
    public const int MaxLimit = 1000;

    /// <summary>Reads the page asked for.</summary>
    /// <exception cref="FaultException"><c>paging.limit_invalid</c>.</exception>
    public static ValueTask<PageRequest> BindAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var text = query["limit"].ToString();
        var limit = DefaultLimit;
        if (text.Length > 0
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MaxLimit))
        {
            throw new FaultException(Fault.Invalid(
                "paging.limit_invalid", "The limit is not a number that is possible.", "limit", $"Use 1 to {MaxLimit}."));
        }

        var cursor = query["cursor"].ToString();
        return ValueTask.FromResult(new PageRequest(limit, cursor.Length == 0 ? null : cursor));
    }

    /// <summary>Keys of the last item of the part before, or null for the first part.</summary>
    /// <param name="keys">How many keys an item has.</param>
    /// <exception cref="FaultException"><c>paging.cursor_invalid</c>.</exception>
    public IReadOnlyList<string>? After(int keys) => Cursor is null ? null : PageCursor.Read(Cursor, keys);

    /// <summary>Makes the page of rows read with <c>Take(Limit + 1)</c>: the row too many tells that there is more.</summary>
    /// <param name="rows">Rows, in order.</param>
    /// <param name="keys">Keys by which rows are ordered, as <see cref="After"/> returns them.</param>
    /// <param name="item">What is returned for a row.</param>
    public Page<TItem> Of<TRow, TItem>(IReadOnlyList<TRow> rows, Func<TRow, IReadOnlyList<string>> keys, Func<TRow, TItem> item) => new(
        [.. rows.Take(Limit).Select(item)],
        rows.Count > Limit ? PageCursor.Write(keys(rows[Limit - 1])) : null);

    /// <summary>Marks the endpoint, so that its description names the parameters.</summary>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(Paged.Instance);

    /// <summary>Marks an endpoint that pages.</summary>
    internal sealed class Paged
    {
        internal static readonly Paged Instance = new();
    }
}
