using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Talentys.Ui.Kit;

/// <summary>JSON as people read it.</summary>
public static class JsonText
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A text with the lines and blanks of JSON, where it is an object or a list in JSON; else null.</summary>
    public static string? Arranged(string text)
    {
        if (text.AsSpan().TrimStart() is not ['{' or '[', ..])
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(text);
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream, Indented))
            {
                json.WriteTo(writer);
            }

            return Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
