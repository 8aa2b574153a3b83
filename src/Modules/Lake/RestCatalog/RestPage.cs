using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Talentys.Lake.RestCatalog;

/// <summary>
/// Which part of a list is asked for: pages begin with an empty <c>pageToken</c>; without one, all is answered at once, as the
/// document has it. Bound by endpoints as a parameter.
/// </summary>
/// <param name="After">Key of the last item of the part before; null for the first part.</param>
/// <param name="Size">Most items; all when it is not paged.</param>
internal sealed record RestPage(string? After, int Size)
{
    private const int DefaultSize = 100;
    private const int MaxSize = 1000;
    private const int MaxToken = 4096;

    /// <summary>Reads the part asked for.</summary>
    public static ValueTask<RestPage> BindAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var size = DefaultSize;
        if (query.TryGetValue("pageSize", out var asked) && !(int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out size) && size > 0))
        {
            throw RestFaults.Invalid("The page size is not a number that is possible.", "pageSize", $"Use 1 to {MaxSize}.");
        }

        return ValueTask.FromResult(query.TryGetValue("pageToken", out var token)
            ? new RestPage(Read(token.ToString()), Math.Min(size, MaxSize))
            : new RestPage(null, int.MaxValue));
    }

    /// <summary>Cuts a part out of items in the order of their keys.</summary>
    public (IReadOnlyList<T> Items, string? Next) Cut<T>(IEnumerable<T> items, Func<T, string> key)
    {
        var rest = items.Where(item => After is null || string.CompareOrdinal(key(item), After) > 0);
        var part = rest.Take(Size == int.MaxValue ? Size : Size + 1).ToList();
        return part.Count > Size
            ? (part[..Size], Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"k{key(part[Size - 1])}")))
            : (part, null);
    }

    private static string? Read(string token)
    {
        if (token.Length == 0)
        {
            return null;
        }

        try
        {
            var key = token.Length <= MaxToken ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token)) : "";
            return key.StartsWith('k') ? key[1..] : throw NotOurs();
        }
        catch (FormatException)
        {
            throw NotOurs();
        }
    }

    private static Kernel.FaultException NotOurs() =>
        RestFaults.Invalid("The page token is not one that this list gave.", "pageToken", "Begin again with an empty one.");
}
