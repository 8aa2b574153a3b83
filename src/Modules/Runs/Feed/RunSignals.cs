using System.Collections.Concurrent;

namespace Talentys.Runs.Feed;

/// <summary>Wakes those in this process who wait for a change; other processes poll.</summary>
internal sealed class RunSignals
{
    private readonly ConcurrentDictionary<string, Signal> runs = new(StringComparer.Ordinal);
    private readonly Signal queue = new();

    /// <summary>Told the id of a run that a person wishes to cancel.</summary>
    public event Action<string>? Cancelling;

    /// <summary>Told the id of a run that changed.</summary>
    public event Action<string>? Changed;

    /// <summary>Completes at the next change of the queue. Take it before looking.</summary>
    public Task NextQueueChange => queue.Next;

    public void QueueChanged() => queue.Fire();

    /// <summary>Completes at the next change of a run. Take it before looking.</summary>
    public Task NextChangeOf(string runId) => runs.GetOrAdd(runId, _ => new Signal()).Next;

    public void RunChanged(string runId)
    {
        if (runs.TryRemove(runId, out var signal))
        {
            signal.Fire();
        }

        Changed?.Invoke(runId);
    }

    public void CancelRequested(string runId) => Cancelling?.Invoke(runId);

    private sealed class Signal
    {
        private TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Next => Volatile.Read(ref next).Task;

        public void Fire() => Interlocked
            .Exchange(ref next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))
            .TrySetResult();
    }
}
