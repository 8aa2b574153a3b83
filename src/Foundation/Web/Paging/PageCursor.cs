using System.Buffers.Text;
using System.Text.Json;
using Talentys.Kernel;

namespace Talentys.Web;

/// <summary>Cursors: the keys of the last item as JSON in base64url. Opaque, not secret: a forged one only starts elsewhere.</summary>
internal static class PageCursor
{
    private const int MaxLength = 8192;

    internal static string Write(IReadOnlyList<string> keys) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(keys));

    internal static IReadOnlyList<string> Read(string cursor, int keys)
    {
        try
        {
            var read = cursor.Length <= MaxLength
                ? JsonSerializer.Deserialize<string[]>(Base64Url.DecodeFromChars(cursor))
                : null;
            return read?.Length == keys && read.All(key => key is not null) ? read : throw Invalid();
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            throw Invalid();
        }
    }

    private static FaultException Invalid() => new(Fault.Invalid(
        "paging.cursor_invalid", "The cursor is not one that this list gave.", "cursor", "Begin again without a cursor."));
}
