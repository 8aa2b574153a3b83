using Talentys.Contracts;
using Talentys.Ui.Api;

namespace Talentys.Ui.Features.Account;

/// <summary>One's own API keys.</summary>
public sealed class AccountClient(ApiClient api)
{
    /// <summary>The keys, newest first.</summary>
    public async Task<IReadOnlyList<KeySummary>> KeysAsync() => (await api.GetAsync<Page<KeySummary>>("api/v1/keys?limit=500")).Items;

    /// <summary>Makes a key; this is the only time that it is told.</summary>
    public Task<CreatedKey> CreateAsync(CreateKey asked) => api.PostAsync<CreatedKey>("api/v1/keys", asked);

    /// <summary>Ends a key.</summary>
    public Task DeleteAsync(string id) => api.CallAsync(HttpMethod.Delete, $"api/v1/keys/{Uri.EscapeDataString(id)}");
}
