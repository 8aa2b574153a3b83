using Talentys.Contracts;
using Talentys.Ui.Api;
using Talentys.Ui.Texts;

namespace Talentys.Ui.Features.Sql;

/// <summary>The drafts of the user and the statements they run. It lives as long as the page is open, so that results go on while another page is looked at.</summary>
public sealed partial class SqlWorkspace(DraftStore store, ResultsClient results, ServerLink link, Words words)
{
    /// <summary>Code of the server for a result that it does not have.</summary>
    public const string GoneCode = "query.result_unknown";

    private readonly List<Draft> drafts = [];
    private string? user;

    /// <summary>Raised when a draft or a result changed.</summary>
    public event Action? Changed;

    /// <summary>Raised when a statement of a draft has failed at a place.</summary>
    public event Action<Draft, ResultRun>? Faulted;

    /// <summary>The drafts; at least one.</summary>
    public IReadOnlyList<Draft> Drafts => drafts;

    /// <summary>The draft that is shown.</summary>
    public Draft Active { get; private set; } = new() { Id = "none", Name = "" };

    /// <summary>Whose view of the tables is taken: a user, or <c>group:NAME</c>; null for the user's own. Ends with the page.</summary>
    public string? As { get; private set; }

    /// <summary>Key of the browser's store for the text of a draft.</summary>
    public string TextKey => store.TextKey;

    /// <summary>Reads the drafts of a user, once.</summary>
    public async Task OpenAsync(string of)
    {
        if (user == of)
        {
            return;
        }

        user = of;
        drafts.Clear();
        drafts.AddRange(await store.ListAsync(of));
        if (drafts.Count == 0)
        {
            await NewAsync("");
        }

        var last = await store.RecallAsync();
        Activate(drafts.Find(draft => draft.Id == last) ?? drafts[0]);
    }

    /// <summary>Makes a draft and shows it.</summary>
    public async Task<Draft> NewAsync(string text)
    {
        var number = 1;
        while (drafts.Any(other => other.Name == words["Draft {0}", number]))
        {
            number++;
        }

        var draft = new Draft
        {
            Id = Guid.NewGuid().ToString("N")[..12],
            Name = words["Draft {0}", number],
            Order = drafts.Count == 0 ? 1 : drafts[^1].Order + 1,
            Text = text,
        };
        drafts.Add(draft);
        await store.KeepAsync(draft, withText: true);
        Activate(draft);
        return draft;
    }

    /// <summary>Shows a draft.</summary>
    public void Activate(Draft draft)
    {
        Active = draft;
        _ = store.RememberAsync(draft);
        foreach (var run in draft.Runs.Where(run => run is { Id: not null, Result: null, IsGone: false, IsFollowed: false, Failure: null }))
        {
            // of an earlier visit: the server may have it still
            _ = FollowAsync(draft, run);
        }

        Changed?.Invoke();
    }

    /// <summary>Names a draft.</summary>
    public async Task RenameAsync(Draft draft, string name)
    {
        if (name.Trim() is { Length: > 0 } given)
        {
            draft.Name = given[..Math.Min(given.Length, 80)];
            await store.KeepAsync(draft, withText: false);
            Changed?.Invoke();
        }
    }

    /// <summary>Closes a draft; <see cref="RestoreAsync"/> brings it back.</summary>
    public async Task CloseAsync(Draft draft)
    {
        var index = drafts.IndexOf(draft);
        drafts.Remove(draft);
        await store.RemoveAsync(draft);
        if (drafts.Count == 0)
        {
            await NewAsync("");
        }

        if (Active == draft)
        {
            Activate(drafts[Math.Clamp(index, 0, drafts.Count - 1)]);
        }

        Changed?.Invoke();
    }

    /// <summary>Brings a closed draft back to its place.</summary>
    public async Task RestoreAsync(Draft draft)
    {
        if (!drafts.Contains(draft))
        {
            var index = drafts.FindIndex(other => other.Order > draft.Order);
            drafts.Insert(index < 0 ? drafts.Count : index, draft);
            await store.KeepAsync(draft, withText: true);
        }

        Activate(draft);
        if (drafts is [var one, var two] && (one == draft ? two : one) is { Runs.Count: 0 } blank && string.IsNullOrWhiteSpace(blank.Text))
        {
            // it only stood in for the last one that was closed
            drafts.Remove(blank);
            await store.RemoveAsync(blank);
            Changed?.Invoke();
        }
    }

    /// <summary>Writes a text into a draft in place of its own.</summary>
    public async Task WriteAsync(Draft draft, string text)
    {
        draft.Text = text;
        await store.KeepAsync(draft, withText: true);
        Changed?.Invoke();
    }

    /// <summary>Takes the text that was typed into a draft; the browser has it already.</summary>
    public void Typed(string id, string text)
    {
        if (drafts.FirstOrDefault(draft => draft.Id == id) is { } draft)
        {
            var (wasEmpty, wasChanged, parameters) = (string.IsNullOrWhiteSpace(draft.Text), draft.IsChanged, draft.ParameterNames);
            draft.Text = text;
            if (wasEmpty != string.IsNullOrWhiteSpace(text) || wasChanged != draft.IsChanged || !parameters.SequenceEqual(draft.ParameterNames))
            {
                Changed?.Invoke();
            }
        }
    }

    /// <summary>Takes the view of somebody else from now on, or one's own.</summary>
    public void LookAs(string? other)
    {
        As = string.IsNullOrWhiteSpace(other) ? null : other.Trim();
        Changed?.Invoke();
    }

    /// <summary>Opens a saved query in a draft: in the one that has it, else in a new one.</summary>
    public async Task OpenSavedAsync(SavedQuery query)
    {
        if (drafts.Find(draft => draft.Saved?.Id == query.Id) is { } open)
        {
            Activate(open);
            return;
        }

        var draft = string.IsNullOrWhiteSpace(Active.Text) && Active.Runs.Count == 0 ? Active : await NewAsync(query.Sql);
        (draft.Name, draft.Text) = (query.Name, query.Sql);
        await SavedAsync(draft, query);
        await store.KeepAsync(draft, withText: true);
        Activate(draft);
    }

    /// <summary>Tells that a draft is what was saved.</summary>
    public async Task SavedAsync(Draft draft, SavedQuery query)
    {
        draft.Saved = new DraftSaved(query.Id, query.Version, query.Sql, query.MayChange);
        draft.Name = query.Name;
        await store.KeepAsync(draft, withText: false);
        Changed?.Invoke();
    }

    /// <summary>Tells that a saved query is gone: drafts of it are drafts like others.</summary>
    public async Task UnsavedAsync(string id)
    {
        foreach (var draft in drafts.Where(draft => draft.Saved?.Id == id))
        {
            draft.Saved = null;
            await store.KeepAsync(draft, withText: false);
        }

        Changed?.Invoke();
    }

    /// <summary>Keeps the value of a parameter.</summary>
    public async Task SetParameterAsync(Draft draft, string name, ParameterValue value)
    {
        draft.Parameters[name] = value;
        await store.KeepAsync(draft, withText: false);
        Changed?.Invoke();
    }

    /// <summary>Tells that the result of a run is not on the server any more.</summary>
    public void Gone(ResultRun run)
    {
        run.IsGone = true;
        Changed?.Invoke();
    }

    /// <summary>Tells that something of a run was changed by the page.</summary>
    public void Touch() => Changed?.Invoke();
}
