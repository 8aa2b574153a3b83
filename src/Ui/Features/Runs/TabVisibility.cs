using Microsoft.JSInterop;

namespace Talentys.Ui.Features.Runs;

/// <summary>Whether this tab is seen: a tab in the background holds no connection open, since a browser has few for each server.</summary>
public sealed class TabVisibility(IJSRuntime js) : IAsyncDisposable
{
    private DotNetObjectReference<TabVisibility>? self;
    private IJSObjectReference? module;
    private CancellationTokenSource seen = new();
    private TaskCompletionSource? back;

    /// <summary>Waits until the tab is seen.</summary>
    /// <returns>Cancelled when it has been hidden for a while.</returns>
    public async Task<CancellationToken> WhenSeenAsync(CancellationToken cancellationToken)
    {
        if (self is null)
        {
            self = DotNetObjectReference.Create(this);
            module = await js.InvokeAsync<IJSObjectReference>("import", cancellationToken, "./js/live.js");
            await module.InvokeVoidAsync("watchVisibility", cancellationToken, self);
        }

        if (back is { } waiting)
        {
            await waiting.Task.WaitAsync(cancellationToken);
        }

        return seen.Token;
    }

    /// <summary>Told by the browser.</summary>
    [JSInvokable]
    public void Seen(bool visible)
    {
        if (visible && back is { } waiting)
        {
            seen.Dispose();
            seen = new CancellationTokenSource();
            back = null;
            waiting.SetResult();
        }
        else if (!visible && back is null)
        {
            back = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            seen.Cancel();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        self?.Dispose();
        seen.Dispose();
        if (module is not null)
        {
            await module.DisposeAsync();
        }
    }
}
