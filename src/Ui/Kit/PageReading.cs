using Talentys.Ui.Api;

namespace Talentys.Ui.Kit;

/// <summary>
/// What a page reads of the server: one reading at a time, and what changed meanwhile is read once after it. A server that is away takes nothing away
/// that is shown.
/// </summary>
/// <param name="read">Reads.</param>
/// <param name="ended">Draws what was read, or why it could not be.</param>
public sealed class PageReading(Func<CancellationToken, Task> read, Func<Task> ended) : IDisposable
{
    private CancellationTokenSource open = new();
    private bool reading;
    private bool again;
    private bool isThere;

    /// <summary>Why it could not be read; null where it could.</summary>
    public ApiException? Failure { get; private set; }

    /// <summary>Whether the page is gone.</summary>
    public bool IsClosed => open.IsCancellationRequested;

    /// <summary>Reads for the first time, or another thing than before: what goes on of that ends.</summary>
    public async Task OpenAsync()
    {
        await open.CancelAsync();
        open.Dispose();
        open = new CancellationTokenSource();
        (reading, isThere) = (false, false);
        await AskAsync();
    }

    /// <summary>Reads, or lets what goes on be followed by another reading.</summary>
    public async Task AskAsync()
    {
        if (reading)
        {
            again = true;
            return;
        }

        reading = true;
        var mine = open.Token;
        do
        {
            again = false;
            try
            {
                await read(mine);
                (Failure, isThere) = (null, true);
            }
            catch (ApiException refused)
            {
                Failure = refused.IsUnreachable && isThere ? null : refused;
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await ended();
        }
        while (again && !mine.IsCancellationRequested);
        reading &= mine.IsCancellationRequested;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        open.Cancel();
        open.Dispose();
    }
}
