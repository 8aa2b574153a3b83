namespace Talentys.Ui.Features.Runs;

/// <summary>Draws what is heard a few times a second, however often something comes, and always once after the last.</summary>
/// <param name="pause">Least time between two drawings.</param>
/// <param name="draw">Draws.</param>
public sealed class DrawThrottle(TimeSpan pause, Func<Task> draw)
{
    private bool wanted;
    private bool working;

    /// <summary>Asks for a drawing soon.</summary>
    public async Task AskAsync()
    {
        wanted = true;
        if (working)
        {
            return;
        }

        working = true;
        try
        {
            while (wanted)
            {
                await Task.Delay(pause, TimeProvider.System);
                wanted = false;
                await draw();
            }
        }
        finally
        {
            working = false;
        }
    }
}
