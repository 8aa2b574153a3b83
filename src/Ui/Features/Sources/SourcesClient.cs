using System.Text.Json;
using Talentys.Contracts;
using Talentys.Ui.Api;

namespace Talentys.Ui.Features.Sources;

/// <summary>Sources, as the API tells them.</summary>
public sealed class SourcesClient(ApiClient api)
{
    /// <summary>All sources with how they fare.</summary>
    public Task<IReadOnlyList<SourceStatus>> ListAsync(CancellationToken cancellationToken) =>
        api.GetAsync<IReadOnlyList<SourceStatus>>("api/v1/sources/status", cancellationToken);

    /// <summary>A source in all.</summary>
    public Task<SourceDetail> GetAsync(string name, CancellationToken cancellationToken) =>
        api.GetAsync<SourceDetail>($"api/v1/sources/{Escape(name)}", cancellationToken);

    /// <summary>Types of sources there are.</summary>
    public Task<IReadOnlyList<ConnectorInfo>> ConnectorsAsync(CancellationToken cancellationToken) =>
        api.GetAsync<IReadOnlyList<ConnectorInfo>>("api/v1/connectors", cancellationToken);

    /// <summary>What lies in a folder that sources may read; empty for the project's.</summary>
    public Task<IReadOnlyList<FolderEntry>> FilesAsync(string path, CancellationToken cancellationToken) =>
        api.GetAsync<IReadOnlyList<FolderEntry>>($"api/v1/sources/files?path={Escape(path)}", cancellationToken);

    /// <summary>Streams that are found with the settings of a source that need not be saved.</summary>
    public Task<IReadOnlyList<DiscoveredStream>> DiscoverAsync(string name, JsonElement content, CancellationToken cancellationToken) =>
        api.PostAsync<IReadOnlyList<DiscoveredStream>>("api/v1/sources/discover", new SourceDraft(name, content), cancellationToken);

    /// <summary>The first rows of a stream.</summary>
    public Task<StreamPreview> PreviewAsync(string name, JsonElement content, string stream, CancellationToken cancellationToken) =>
        api.PostAsync<StreamPreview>("api/v1/sources/preview", new SourceDraft(name, content, stream), cancellationToken);

    /// <summary>Faults that saving would tell.</summary>
    public async Task<IReadOnlyList<ProblemFault>> ValidateAsync(string name, SaveResource save, CancellationToken cancellationToken) =>
        (await api.PostAsync<ValidationDto>($"{Resource(name)}/validate", save, cancellationToken)).Faults;

    /// <summary>Writes the file of a new source.</summary>
    public Task<SavedResource> CreateAsync(string name, SaveResource save) =>
        api.SendAsync<SavedResource>(HttpMethod.Put, Resource(name), save, new Dictionary<string, string> { ["If-None-Match"] = "*" });

    /// <summary>Writes the file of a source, if it still is what was read.</summary>
    public Task<SavedResource> SaveAsync(string name, SaveResource save, string version) =>
        api.SendAsync<SavedResource>(HttpMethod.Put, Resource(name), save, Matching(version));

    /// <summary>Deletes the file of a source; its tables stay.</summary>
    public Task DeleteAsync(string name, string version) => api.CallAsync(HttpMethod.Delete, Resource(name), null, Matching(version));

    /// <summary>Asks for a sync of sources (<c>erp</c>) and streams (<c>erp.stock</c>); of all for none.</summary>
    public Task<StartedRunDto> SyncAsync(params string[] what) => api.PostAsync<StartedRunDto>("api/v1/syncs", new SyncRequest(what));

    /// <summary>Runs a statement: rows as lists of values.</summary>
    public async Task<IReadOnlyList<JsonElement>> QueryAsync(string sql, CancellationToken cancellationToken)
    {
        var answer = await api.PostAsync<JsonElement>("api/v1/query", new QueryRequest(sql), cancellationToken);
        return [.. answer.GetProperty("rows").EnumerateArray()];
    }

    private static Dictionary<string, string> Matching(string version) => new() { ["If-Match"] = $"\"{version}\"" };

    private static string Resource(string name) => $"api/v1/resources/source/{Escape(name)}";

    private static string Escape(string text) => Uri.EscapeDataString(text);
}
