using System.Text.Json;
using Talentys.Ui.Api;

namespace Talentys.Ui.Shell;

/// <summary>What was opened last and what is starred, kept in this browser.</summary>
public sealed class Recents(Browser browser)
{
    private const int Most = 12;
    private List<Recent>? recent;
    private List<Recent>? starred;

    /// <summary>Raised when a star or a recent thing changed.</summary>
    public event Action? Changed;

    /// <summary>What was opened last, newest first.</summary>
    public async Task<IReadOnlyList<Recent>> ListAsync() => recent ??= await ReadAsync("recent");

    /// <summary>What is starred.</summary>
    public async Task<IReadOnlyList<Recent>> StarredAsync() => starred ??= await ReadAsync("starred");

    /// <summary>Remembers that something was opened.</summary>
    public async Task OpenedAsync(Recent thing)
    {
        var list = (List<Recent>)await ListAsync();
        list.RemoveAll(other => other.Href == thing.Href);
        list.Insert(0, thing);
        list.RemoveRange(Math.Min(Most, list.Count), Math.Max(0, list.Count - Most));
        await browser.KeepAsync("recent", JsonSerializer.Serialize(list, ApiClient.Json));
        Changed?.Invoke();
    }

    /// <summary>Stars something, or takes its star away.</summary>
    public async Task StarAsync(Recent thing, bool star)
    {
        var list = (List<Recent>)await StarredAsync();
        list.RemoveAll(other => other.Href == thing.Href);
        if (star)
        {
            list.Insert(0, thing);
        }

        await browser.KeepAsync("starred", JsonSerializer.Serialize(list, ApiClient.Json));
        Changed?.Invoke();
    }

    private async Task<List<Recent>> ReadAsync(string key)
    {
        try
        {
            return await browser.ReadAsync(key) is { } kept ? JsonSerializer.Deserialize<List<Recent>>(kept, ApiClient.Json) ?? [] : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}

/// <summary>A thing with an address.</summary>
/// <param name="Kind">table, source, run or page.</param>
/// <param name="Name">Its name.</param>
/// <param name="Href">Its address.</param>
public sealed record Recent(string Kind, string Name, string Href);
