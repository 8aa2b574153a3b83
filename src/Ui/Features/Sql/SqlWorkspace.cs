using Talentys.Contracts;
using Talentys.Ui.Api;
using Talentys.Ui.Texts;

namespace Talentys.Ui.Features.Sql;

/// <summary>The drafts of the user and the statements they run. It lives as long as the page is open, so that results go on while another page is looked at.</summary>
public sealed class SqlWorkspace(DraftStore store, ResultsClient results, ServerLink link, Words words)
{
    /// <summary>Code of the server for a result that it does not have.</summary>
    public const string GoneCode = "query.result_unknown";

    private const int WaitMs = 5000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
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

    /// <summary>Runs statements of a draft, one after the other until one does not succeed; their results take the place of those before.</summary>
    public async Task RunAsync(Draft draft, IReadOnlyList<SqlStatement> statements)
    {
        var old = draft.Runs;
        var runs = statements.Select(statement => new ResultRun(statement, null) { IsWaiting = true, As = As }).ToList();
        draft.Runs = runs;
        draft.Shown = 0;
        Changed?.Invoke();
        foreach (var run in old.Where(run => run is { Id: not null, IsGone: false }))
        {
            _ = LetGoAsync(run);
        }

        var stopped = false;
        foreach (var run in runs)
        {
            if (!draft.Runs.Contains(run))
            {
                return;
            }

            run.IsWaiting = false;
            if (run.IsCancelling || stopped)
            {
                run.IsSkipped = true;
                run.IsCancelling = false;
            }
            else
            {
                await BeginAsync(draft, run);
                stopped = run.Result?.State != "succeeded"; // what follows was written for what it does
            }

            Changed?.Invoke();
        }
    }

    /// <summary>Runs one statement again in its place.</summary>
    public async Task AgainAsync(Draft draft, ResultRun old)
    {
        var run = new ResultRun(old.Statement, null) { As = As, ShowsChart = old.ShowsChart, Chart = old.Chart };
        draft.Runs = [.. draft.Runs.Select(other => other == old ? run : other)];
        Changed?.Invoke();
        await BeginAsync(draft, run);
    }

    /// <summary>Stops all that runs of a draft.</summary>
    /// <exception cref="ApiException">The server could not be told.</exception>
    public async Task CancelAsync(Draft draft)
    {
        foreach (var run in draft.Runs.Where(run => run.IsBusy))
        {
            run.IsCancelling = true;
        }

        Changed?.Invoke();
        foreach (var run in draft.Runs.Where(run => run is { Id: not null, IsBusy: true, IsWaiting: false }))
        {
            try
            {
                await results.CancelAsync(run.Id!);
            }
            catch (ApiException refused) when (refused.Problem.Status == 404)
            {
                // it has not begun there yet, or is gone: following it tells which
            }
            catch (ApiException)
            {
                run.IsCancelling = false;
                Changed?.Invoke();
                throw;
            }
        }
    }

    /// <summary>Tells that the result of a run is not on the server any more.</summary>
    public void Gone(ResultRun run)
    {
        run.IsGone = true;
        Changed?.Invoke();
    }

    /// <summary>Tells that something of a run was changed by the page.</summary>
    public void Touch() => Changed?.Invoke();

    private async Task BeginAsync(Draft draft, ResultRun run)
    {
        run.Began = TimeProvider.System.GetUtcNow();
        run.IsFollowed = true;
        Changed?.Invoke();
        try
        {
            run.Result = await results.BeginAsync(new QueryRequest(run.Statement.Explain + run.Statement.Sql, SqlParameters.Values(run.Statement.Sql, draft.Parameters), As: run.As), default);
            run.Id = run.Result.Id;
            await store.KeepAsync(draft, withText: false);
            if (run.IsCancelling)
            {
                await results.CancelAsync(run.Id);
            }
        }
        catch (ApiException failure) when (run.Statement.Explain.Contains('(', StringComparison.Ordinal) && failure.Problem.Code is "query.syntax" or "query.statement_denied")
        {
            // a server that tells plans as text alone
            var plain = new ResultRun(run.Statement with { Explain = run.Statement.Explain.Contains("analyze", StringComparison.Ordinal) ? "explain analyze " : "explain " }, null) { As = run.As };
            draft.Runs = [.. draft.Runs.Select(other => other == run ? plain : other)];
            await BeginAsync(draft, plain);
            return;
        }
        catch (ApiException failure)
        {
            run.Failure = failure;
            run.IsFollowed = false;
            Fail(draft, run);
            return;
        }

        await FollowAsync(draft, run);
    }

    private async Task FollowAsync(Draft draft, ResultRun run)
    {
        run.IsFollowed = true;
        while (!run.IsGone && run.Result is null or { State: "running" })
        {
            var asked = TimeProvider.System.GetTimestamp();
            try
            {
                run.Result = await results.ShowAsync(run.Id!, run.Result?.Rows ?? -1, run.Result is null ? 0 : WaitMs, default);
                run.Failure = null;
                Changed?.Invoke();
                if (run.Result.State == "running" && TimeProvider.System.GetElapsedTime(asked) < Pause)
                {
                    await Task.Delay(Pause, TimeProvider.System);
                }
            }
            catch (ApiException failure) when (failure.IsUnreachable)
            {
                await ReturnAsync();
            }
            catch (ApiException failure) when (failure.Problem.Status == 404)
            {
                run.IsGone = true;
            }
            catch (ApiException failure)
            {
                run.Failure = failure;
                break;
            }
        }

        run.IsFollowed = false;
        run.IsCancelling = false;
        if (run.Result?.State == "failed")
        {
            Fail(draft, run);
            return;
        }

        Changed?.Invoke();
    }

    // of several, the one that failed is shown
    private void Fail(Draft draft, ResultRun run)
    {
        draft.Shown = Math.Max(draft.Shown, draft.Runs.TakeWhile(other => other != run).Count() % Math.Max(draft.Runs.Count, 1));
        Changed?.Invoke();
        Faulted?.Invoke(draft, run);
    }

    // until the server answers again
    private async Task ReturnAsync()
    {
        var back = new TaskCompletionSource();
        void Back() => back.TrySetResult();
        link.Returned += Back;
        try
        {
            if (!link.IsUp)
            {
                await back.Task;
            }
        }
        finally
        {
            link.Returned -= Back;
        }
    }

    private async Task LetGoAsync(ResultRun run)
    {
        try
        {
            await results.ForgetAsync(run.Id!);
        }
        catch (ApiException)
        {
            // it ends there by itself after a while
        }
    }
}
