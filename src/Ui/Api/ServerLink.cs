namespace Talentys.Ui.Api;

/// <summary>Whether the server answers. While it does not, it is asked again and again, and pages are told when it is back.</summary>
public sealed class ServerLink(HttpClient http) : IDisposable
{
    private static readonly TimeSpan[] Waits = [TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3)];
    private readonly CancellationTokenSource end = new();

    /// <summary>Whether the last request was answered.</summary>
    public bool IsUp { get; private set; } = true;

    /// <summary>Raised when <see cref="IsUp"/> changed.</summary>
    public event Action? Changed;

    /// <summary>Raised when the server answers again, or knows the user again: what is shown is to be loaded anew.</summary>
    public event Action? Returned;

    internal void Answered()
    {
        if (!IsUp)
        {
            IsUp = true;
            Changed?.Invoke();
            Returned?.Invoke();
        }
    }

    /// <summary>Tells the pages to load again what they show: somebody signed in anew.</summary>
    internal void Again() => Returned?.Invoke();

    internal void Lost()
    {
        if (IsUp)
        {
            IsUp = false;
            Changed?.Invoke();
            _ = WatchAsync();
        }
    }

    private async Task WatchAsync()
    {
        for (var attempt = 0; !IsUp && !end.IsCancellationRequested; attempt++)
        {
            await Task.Delay(Waits[Math.Min(attempt, Waits.Length - 1)], TimeProvider.System);
            try
            {
                using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
                using var answer = await http.GetAsync("readyz", patience.Token);
                if (answer.IsSuccessStatusCode)
                {
                    Answered();
                }
            }
            catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
            {
                // still away: asked again after the next wait
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        end.Cancel();
        end.Dispose();
    }
}
