namespace Talentys.Runs.Queue;

/// <summary>Where a run is in its life, as stored and as told by the API.</summary>
internal static class RunState
{
    public const string Queued = "queued";
    public const string Running = "running";
    public const string Succeeded = "succeeded";
    public const string Failed = "failed";
    public const string Cancelled = "cancelled";

    /// <summary>Of steps alone: left out, for something else failed.</summary>
    public const string Skipped = "skipped";

    /// <summary>Told, not stored: running by its row, but its worker's lease has ended.</summary>
    public const string Interrupted = "interrupted";

    /// <summary>The state of a row as it is told at a time.</summary>
    public static string Of(RunRow run, DateTimeOffset now) => run.State == Running && run.LeaseUntil < now ? Interrupted : run.State;
}
