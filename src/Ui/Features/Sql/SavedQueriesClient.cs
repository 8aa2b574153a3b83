using Talentys.Contracts;
using Talentys.Ui.Api;

namespace Talentys.Ui.Features.Sql;

/// <summary>Statements that are kept under a name on the server.</summary>
public sealed class SavedQueriesClient(ApiClient api)
{
    /// <summary>Those that the user sees, by name.</summary>
    public Task<Page<SavedQuery>> ListAsync(string search, string? cursor, int limit, CancellationToken cancellationToken) =>
        api.GetAsync<Page<SavedQuery>>(
            $"api/v1/saved-queries?limit={limit}&search={Uri.EscapeDataString(search)}{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}", cancellationToken);

    /// <summary>One of them.</summary>
    public Task<SavedQuery> ShowAsync(string id, CancellationToken cancellationToken) => api.GetAsync<SavedQuery>(Path(id), cancellationToken);

    /// <summary>Keeps a new one.</summary>
    public Task<SavedQuery> AddAsync(SaveQuery query) => api.PostAsync<SavedQuery>("api/v1/saved-queries", query);

    /// <summary>Changes the version of one that was read.</summary>
    public Task<SavedQuery> ChangeAsync(string id, string version, SaveQuery query) => api.SendAsync<SavedQuery>(HttpMethod.Put, Path(id), query, Matching(version));

    /// <summary>Deletes the version of one that was read.</summary>
    public Task DeleteAsync(string id, string version) => api.CallAsync(HttpMethod.Delete, Path(id), null, Matching(version));

    private static string Path(string id) => $"api/v1/saved-queries/{Uri.EscapeDataString(id)}";

    private static Dictionary<string, string> Matching(string version) => new() { ["If-Match"] = $"\"{version}\"" };
}
