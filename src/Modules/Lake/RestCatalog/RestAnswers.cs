using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Talentys.Kernel;
using Talentys.Lake.Metadata;

namespace Talentys.Lake.RestCatalog;

/// <summary>Answers of the catalog.</summary>
internal static class RestAnswers
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.KebabCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A record as JSON, its names in kebab case, its keys as they are.</summary>
    public static IResult Of<T>(T answer) => Results.Json(answer, Json);
}

/// <summary>What clients configure themselves with.</summary>
internal sealed record CatalogConfig(
    IReadOnlyDictionary<string, string> Defaults, IReadOnlyDictionary<string, string> Overrides, IReadOnlyList<string> Endpoints);

/// <summary>Namespaces, each a list of one level.</summary>
internal sealed record NamespaceList(string? NextPageToken, IReadOnlyList<IReadOnlyList<string>> Namespaces);

/// <summary>A namespace and its properties.</summary>
internal sealed record NamespaceAnswer(IReadOnlyList<string> Namespace, IReadOnlyDictionary<string, string> Properties);

/// <summary>What became of changes of properties.</summary>
internal sealed record PropertiesAnswer(IReadOnlyList<string> Updated, IReadOnlyList<string> Removed, IReadOnlyList<string> Missing);

/// <summary>Tables.</summary>
internal sealed record TableIdentifierList(string? NextPageToken, IReadOnlyList<TableIdentifier> Identifiers);

/// <summary>The name of a table.</summary>
internal sealed record TableIdentifier(IReadOnlyList<string> Namespace, string Name)
{
    public static TableIdentifier Of(TableName name) => new([name.Schema], name.Name);
}

/// <summary>Credentials for files: none is ever handed out.</summary>
internal sealed record CredentialsAnswer(IReadOnlyList<string> StorageCredentials);

/// <summary>A table's metadata and where its file is.</summary>
/// <param name="Location">Location of the metadata file; null for a table that is only staged.</param>
/// <param name="Metadata">The metadata.</param>
/// <param name="OnlyReferenced">Whether snapshots were left out that no branch or tag names.</param>
/// <param name="WithConfig">Whether the answer has settings for the client, of which there are none.</param>
internal sealed record TableAnswer(string? Location, TableMetadata Metadata, bool OnlyReferenced = false, bool WithConfig = true) : IResult
{
    /// <summary>The tag of what the answer tells: another one for each version and each choice of snapshots.</summary>
    public static string EtagOf(string location, bool onlyReferenced) =>
        $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{(onlyReferenced ? "refs" : "all")} {location}")), 0, 16)}\"";

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "private, no-cache";
        if (Location is not null)
        {
            response.Headers.ETag = EtagOf(Location, OnlyReferenced);
        }

        await using var writer = new Utf8JsonWriter(response.BodyWriter, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        writer.WriteStartObject();
        writer.WriteString("metadata-location", Location);
        writer.WritePropertyName("metadata");
        writer.WriteRawValue(MetadataFile.Write(Shown()), skipInputValidation: true);
        if (WithConfig)
        {
            writer.WriteStartObject("config");
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private TableMetadata Shown()
    {
        var named = Metadata.Refs.Values.Select(reference => reference.SnapshotId).Append(Metadata.CurrentSnapshotId ?? -1).ToHashSet();
        return OnlyReferenced
            ? Metadata with { Snapshots = [.. Metadata.Snapshots.Where(snapshot => named.Contains(snapshot.SnapshotId))] }
            : Metadata;
    }
}
