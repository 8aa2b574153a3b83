using System.Collections.Concurrent;

namespace Talentys.DuckDb.Threads;

/// <summary>
/// Threads for calls into the engine, which block for as long as a query takes: on the thread pool they would starve
/// everything else. A thread that has had no work for a while ends. Their stacks are large because the engine's binder
/// recurses with the depth of an expression.
/// </summary>
internal static class EngineThreads
{
    private const int StackBytes = 16 * 1024 * 1024;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);
    private static readonly ConcurrentBag<Worker> Waiting = [];

    /// <summary>Runs work on a thread of its own; the continuation runs on the thread pool.</summary>
    public static Task<T> RunAsync<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Job()
        {
            try
            {
                done.SetResult(work());
            }
            catch (OperationCanceledException cancelled)
            {
                done.SetCanceled(cancelled.CancellationToken);
            }
            catch (Exception fault)
            {
                done.SetException(fault);
            }
        }

        while (Waiting.TryTake(out var worker))
        {
            if (worker.TryGive(Job))
            {
                return done.Task;
            }
        }

        new Worker(Job).Start();
        return done.Task;
    }

    /// <summary>Runs work on a thread of its own.</summary>
    public static Task RunAsync(Action work) => RunAsync(() =>
    {
        work();
        return true;
    });

    private sealed class Worker(Action first)
    {
        private readonly object gate = new();
        private Action? next = first;
        private bool ended;

        public void Start() => new Thread(Loop, StackBytes) { IsBackground = true, Name = "engine" }.Start();

        public bool TryGive(Action job)
        {
            lock (gate)
            {
                if (ended)
                {
                    return false;
                }

                next = job;
                Monitor.Pulse(gate);
                return true;
            }
        }

        private void Loop()
        {
            while (Take() is { } job)
            {
                job();
                Waiting.Add(this);
            }
        }

        private Action? Take()
        {
            lock (gate)
            {
                if (next is null)
                {
                    Monitor.Wait(gate, Idle);
                }

                var job = next;
                next = null;
                ended = job is null;
                return job;
            }
        }
    }
}
