using System.Text.Json;
using System.Text.Json.Nodes;
using Talentys.Ui.Shell;

namespace Talentys.Ui.Features.Sources;

/// <summary>What was typed and is not saved yet, kept in this browser: it survives a lost server, a lost session and a closed tab.</summary>
public sealed class SourceDrafts(Browser browser)
{
    /// <summary>The draft of a source, or null.</summary>
    /// <param name="name">Name of the source; empty for a new one.</param>
    public async Task<JsonObject?> ReadAsync(string name)
    {
        try
        {
            return await browser.ReadAsync(Key(name)) is { Length: > 0 } kept ? JsonNode.Parse(kept) as JsonObject : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps a draft.</summary>
    public Task KeepAsync(string name, JsonObject draft) => browser.KeepAsync(Key(name), draft.ToJsonString());

    /// <summary>Forgets a draft.</summary>
    public Task ForgetAsync(string name) => browser.KeepAsync(Key(name), "");

    private static string Key(string name) => name.Length == 0 ? "draft.new-source" : $"draft.source.{name}";
}
