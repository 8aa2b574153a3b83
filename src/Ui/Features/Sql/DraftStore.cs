using System.Text.Json;
using Microsoft.JSInterop;
using Talentys.Ui.Api;

namespace Talentys.Ui.Features.Sql;

/// <summary>Keeps drafts in this browser, each by itself, so that two windows do not overwrite each other's.</summary>
public sealed class DraftStore(IJSRuntime js)
{
    private IJSObjectReference? module;
    private string user = "";

    /// <summary>Key under which the text of a draft is kept; <c>{}</c> stands for its identifier.</summary>
    public string TextKey => Prefix + "{}.text";

    private string Prefix => $"talentys.sql.{user}.";

    /// <summary>The drafts of a user in their order.</summary>
    public async Task<List<Draft>> ListAsync(string of)
    {
        user = Uri.EscapeDataString(of);
        module ??= await js.InvokeAsync<IJSObjectReference>("import", "./js/drafts.js");
        var drafts = new List<Draft>();
        foreach (var kept in await module.InvokeAsync<string[][]>("list", Prefix))
        {
            if (kept is [var id, var head, var text] && Read(head) is { } known)
            {
                drafts.Add(new Draft
                {
                    Id = id,
                    Name = known.Name,
                    Order = known.Order,
                    Text = text,
                    Saved = known.Saved,
                    Parameters = known.Parameters ?? [],
                    Runs = [.. (known.Results ?? []).Select(result => new ResultRun(new SqlStatement(result.Start, result.Sql) { Explain = result.Explain ?? "" }, result.Id) { As = result.As })],
                });
            }
        }

        drafts.Sort((a, b) => a.Order.CompareTo(b.Order));
        return drafts;
    }

    /// <summary>Keeps the head of a draft, and its text where that is wished. False when the browser refuses.</summary>
    public async Task<bool> KeepAsync(Draft draft, bool withText)
    {
        var results = draft.Runs.Where(run => run.Id is not null).Select(run => new KeptResult(run.Id!, run.Statement.Start, run.Statement.Sql, run.Statement.Explain, run.As)).ToList();
        var head = JsonSerializer.Serialize(new Head(draft.Name, draft.Order, results, draft.Saved, draft.Parameters.Count == 0 ? null : draft.Parameters), ApiClient.Json);
        return module is null || await module.InvokeAsync<bool>("keep", Prefix, draft.Id, head, withText ? draft.Text : null);
    }

    /// <summary>Remembers which draft is shown.</summary>
    public async Task RememberAsync(Draft draft)
    {
        if (module is not null)
        {
            await module.InvokeVoidAsync("remember", Prefix, draft.Id);
        }
    }

    /// <summary>Identifier of the draft that was shown last; empty for none.</summary>
    public async Task<string> RecallAsync() => module is null ? "" : await module.InvokeAsync<string>("recall", Prefix);

    /// <summary>Forgets a draft.</summary>
    public async Task RemoveAsync(Draft draft)
    {
        if (module is not null)
        {
            await module.InvokeVoidAsync("remove", Prefix, draft.Id);
        }
    }

    private static Head? Read(string head)
    {
        try
        {
            return JsonSerializer.Deserialize<Head>(head, ApiClient.Json);
        }
        catch (JsonException)
        {
            // of another version: its text is still shown
            return new Head("SQL", 0, null, null, null);
        }
    }

    private sealed record Head(string Name, double Order, IReadOnlyList<KeptResult>? Results, DraftSaved? Saved, Dictionary<string, ParameterValue>? Parameters);

    private sealed record KeptResult(string Id, int Start, string Sql, string? Explain = null, string? As = null);
}
