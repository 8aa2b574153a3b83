using System.Text.Encodings.Web;
using System.Text.Json;

namespace Talentys.Transformation.Manifests;

/// <summary>Files of <c>target/</c> that other tools read.</summary>
internal static class ArtifactFiles
{
    public const string ManifestSchema = "https://schemas.getdbt.com/dbt/manifest/v12.json";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What stands at the top of each.</summary>
    public static Dictionary<string, object?> Metadata(string schema, string? project, string invocation, TimeProvider clock) => new()
    {
        ["dbt_schema_version"] = schema,
        ["dbt_version"] = "1.10.0",
        ["generated_at"] = clock.GetUtcNow().UtcDateTime,
        ["invocation_id"] = invocation,
        ["project_name"] = project,
        ["adapter_type"] = "duckdb",
        ["env"] = new { },
    };

    /// <summary>Writes one beside its place first, so that readers never see half of it, whoever else writes it meanwhile.</summary>
    public static async Task WriteAsync(string folder, string name, object content, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var draft = Path.Combine(folder, $"{name}.{Guid.NewGuid():N}.part");
        try
        {
            await using (var file = File.Create(draft))
            {
                await JsonSerializer.SerializeAsync(file, content, Plain, cancellationToken);
            }

            File.Move(draft, Path.Combine(folder, name), overwrite: true);
        }
        catch (Exception)
        {
            File.Delete(draft);
            throw;
        }
    }
}
