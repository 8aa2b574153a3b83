using Talentys.Contracts;
using Talentys.Ui.Api;

namespace Talentys.Ui.Features.Admin;

/// <summary>The people of the organisation.</summary>
public sealed class PeopleClient(ApiClient api)
{
    /// <summary>All of them.</summary>
    public async Task<IReadOnlyList<UserSummary>> ListAsync()
    {
        var all = new List<UserSummary>();
        string? cursor = null;
        do
        {
            var page = await api.GetAsync<Page<UserSummary>>($"api/v1/users?limit=500{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}");
            all.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);
        return all;
    }

    /// <summary>Adds somebody; the answer holds the one-time password.</summary>
    public Task<CreatedUser> CreateAsync(CreateUser asked) => api.PostAsync<CreatedUser>("api/v1/users", asked);

    /// <summary>Changes a role, disables or enables.</summary>
    public Task<UserSummary> ChangeAsync(string name, ChangeUser change) => api.SendAsync<UserSummary>(HttpMethod.Patch, Path(name), change);

    /// <summary>Gives a new one-time password.</summary>
    public Task<CreatedUser> ResetAsync(string name) => api.PostAsync<CreatedUser>($"{Path(name)}/password", null);

    /// <summary>Deletes somebody.</summary>
    public Task DeleteAsync(string name) => api.CallAsync(HttpMethod.Delete, Path(name));

    private static string Path(string name) => $"api/v1/users/{Uri.EscapeDataString(name)}";
}
