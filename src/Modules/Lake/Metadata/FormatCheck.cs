using System.Text.Json;
using Talentys.Kernel;

namespace Talentys.Lake.Metadata;

/// <summary>Refuses tables in a version of the format that is not known here, and tells what of it they need.</summary>
internal static class FormatCheck
{
    private const int RowLineageVersion = 3;

    /// <summary>Passes versions 1 and 2.</summary>
    /// <exception cref="FaultException"><c>lake.format_unsupported</c>.</exception>
    /// <exception cref="JsonException">There is no version.</exception>
    public static void Ensure(JsonElement metadata, string path)
    {
        if (metadata.ValueKind != JsonValueKind.Object || !metadata.TryGetProperty("format-version", out var json) || json.ValueKind != JsonValueKind.Number)
        {
            throw new JsonException("it has no format-version.");
        }

        if (json.TryGetInt32(out var version) && version is >= 1 and <= TableMetadata.SupportedFormat)
        {
            return;
        }

        var needs = version == RowLineageVersion ? Needs(metadata) : [];
        throw new FaultException(Fault.Invalid(
            "lake.format_unsupported",
            $"The table is in version {json.GetRawText()} of the Iceberg format, and only versions 1 and {TableMetadata.SupportedFormat} are read."
                + (needs.Count == 0 ? "" : $" It needs {string.Join(", ", needs)}."),
            path,
            $"Rewrite the table in version {TableMetadata.SupportedFormat} with the engine that made it."));
    }

    private static List<string> Needs(JsonElement metadata)
    {
        var needs = new List<string> { "row lineage and deletion vectors" };
        var text = metadata.TryGetProperty("schemas", out var schemas) ? schemas.GetRawText() : "";
        foreach (var type in new[] { "timestamp_ns", "timestamptz_ns", "variant", "unknown", "geometry", "geography" })
        {
            if (text.Contains($"\"{type}", StringComparison.Ordinal))
            {
                needs.Add($"type {type}");
            }
        }

        if (text.Contains("\"initial-default\"", StringComparison.Ordinal))
        {
            needs.Add("default values");
        }

        if (metadata.TryGetProperty("encryption-keys", out _))
        {
            needs.Add("encryption");
        }

        return needs;
    }
}
