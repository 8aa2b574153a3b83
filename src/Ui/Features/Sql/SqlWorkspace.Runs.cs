using Talentys.Contracts;
using Talentys.Ui.Api;

namespace Talentys.Ui.Features.Sql;

/// <content>Statements that run.</content>
public sealed partial class SqlWorkspace
{
    private const int WaitMs = 5000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

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
