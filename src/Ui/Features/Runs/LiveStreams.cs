using Microsoft.JSInterop;
using Talentys.Ui.Api;

namespace Talentys.Ui.Features.Runs;

/// <summary>Follows streams of events for as long as a page is shown: opens them again where they broke, and rests while the tab is hidden.</summary>
public sealed class LiveStreams(ApiClient api, ServerLink link, TabVisibility tab)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(4);

    /// <summary>For streams that tell the whole themselves when they are opened, as that of one run does.</summary>
    public static Action NothingMissed { get; } = () => { };

    /// <summary>Follows a stream until it has ended or is cancelled.</summary>
    /// <param name="path">Its address.</param>
    /// <param name="last">The id of the last event that was heard, or null: asked before each opening.</param>
    /// <param name="opened">
    /// Told when the stream is open, before its first event is heard: what happened until now was not told, so that whatever
    /// was read before is to be read anew.
    /// </param>
    /// <param name="hear">Hears an event; false ends it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ApiException">The server refuses for good.</exception>
    public async Task FollowAsync(
        string path, Func<string?> last, Action opened, Func<ServerEvent, bool> hear, CancellationToken cancellationToken)
    {
        var pause = Pause;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var seen = await tab.WhenSeenAsync(cancellationToken);
                using var open = CancellationTokenSource.CreateLinkedTokenSource(seen, cancellationToken);
                var isOpen = false;
                await foreach (var item in api.EventsAsync(path, last(), open.Token))
                {
                    pause = Pause;
                    if (!isOpen)
                    {
                        isOpen = true;
                        opened();
                    }

                    if (!hear(item))
                    {
                        return;
                    }
                }
            }
            catch (ApiException refused) when (refused.Problem.Status is 403 or 404)
            {
                throw;
            }
            catch (Exception broken) when (broken is ApiException or HttpRequestException or IOException or JSException or OperationCanceledException)
            {
                // a lost server, a proxy that cut the stream, a hidden tab: opened again below
            }

            await RestAsync(pause, cancellationToken);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task RestAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        do
        {
            await Task.Delay(pause, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
        while (!link.IsUp && !cancellationToken.IsCancellationRequested);
    }
}
