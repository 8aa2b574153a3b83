using System.Text.Encodings.Web;
using System.Text.Json;

namespace Talentys.Samples.Writing;

/// <summary>How JSON documents look: indented with line feeds, letters of all scripts as they are.</summary>
internal static class JsonText
{
    public static JsonWriterOptions Indented { get; } =
        new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
