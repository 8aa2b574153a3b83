using System.Text.Json;

namespace Talentys.Ingestion.Json;

/// <summary>How a JSON file holds its records.</summary>
internal enum JsonShape
{
    Lines,
    Array,
    Object,
    Empty,
    EmptyArray,
    Scalars,
}

/// <summary>Finds the shape of a JSON file from its beginning.</summary>
internal static class JsonShapes
{
    /// <param name="head">The first bytes, without a byte order mark.</param>
    /// <param name="lines">Whether the name says that each line is a value.</param>
    public static JsonShape Of(ReadOnlySpan<byte> head, bool lines)
    {
        var text = head.TrimStart(" \t\r\n"u8);
        if (text.Length == 0)
        {
            return JsonShape.Empty;
        }

        if (text[0] == '[')
        {
            var inside = text[1..].TrimStart(" \t\r\n"u8);
            return inside.Length == 0 || inside[0] == ']' ? JsonShape.EmptyArray : inside[0] == '{' ? JsonShape.Array : JsonShape.Scalars;
        }

        if (lines)
        {
            return JsonShape.Lines;
        }

        if (text[0] != '{')
        {
            return JsonShape.Scalars;
        }

        var ending = text.IndexOf((byte)'\n');
        return ending > 0 && text[ending..].TrimStart(" \t\r\n"u8) is [(byte)'{', ..] && IsValue(text[..ending]) ? JsonShape.Lines : JsonShape.Object;
    }

    private static bool IsValue(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            reader.Read();
            reader.Skip();
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
