using Talentys.DuckDb.Budget;

namespace Talentys.DuckDb.Public;

/// <summary>
/// Shares memory and threads among the engines of this process, which each believe that the machine is theirs. An engine
/// that asks for nothing gets half of what is left, one that asks gets it while it lasts, and none gets less than
/// <see cref="Least"/>, with which it can spill and go on.
/// </summary>
public sealed class EngineBudget(long total, int threads)
{
    /// <summary>What any instance gets, even when all is given away: 256 MB.</summary>
    public const long Least = 256L * 1024 * 1024;

    /// <summary>A reader of CSV alone holds 32 MB.</summary>
    private const long PerThread = 64L * 1024 * 1024;

    private readonly Lock gate = new();
    private long given;

    /// <summary>The budget of this process: 60 % of the machine's memory, or of what its control group allows.</summary>
    public static EngineBudget Shared { get; } = new((long)(MachineMemory.Bytes() * 0.6), Environment.ProcessorCount);

    /// <summary>Bytes in all.</summary>
    public long Total => total;

    /// <summary>Bytes given to engines now; more than <see cref="Total"/> only by the least shares.</summary>
    public long Given
    {
        get
        {
            lock (gate)
            {
                return given;
            }
        }
    }

    /// <summary>Threads for an engine that wants this many, or any number: then as many as have room to work.</summary>
    /// <param name="wanted">Threads wanted.</param>
    /// <param name="bytes">Its memory.</param>
    public int Threads(int? wanted, long bytes) => (int)Math.Clamp(wanted ?? Math.Min(threads, bytes / PerThread), 1, Math.Max(threads, 1));

    /// <summary>Takes a share; disposing gives it back.</summary>
    /// <param name="wanted">Bytes wanted; null for a fair share.</param>
    public EngineShare Take(long? wanted)
    {
        lock (gate)
        {
            var left = Math.Max(total - given, 0);
            var bytes = Math.Max(Math.Min(wanted ?? (left / 2), left), Least);
            given += bytes;
            return new EngineShare(bytes, GiveBack);
        }
    }

    private void GiveBack(long bytes)
    {
        lock (gate)
        {
            given -= bytes;
        }
    }
}

/// <summary>Memory that an engine holds of the <see cref="EngineBudget"/>.</summary>
public sealed class EngineShare : IDisposable
{
    private Action<long>? giveBack;

    internal EngineShare(long bytes, Action<long> giveBack)
    {
        Bytes = bytes;
        this.giveBack = giveBack;
    }

    /// <summary>Bytes.</summary>
    public long Bytes { get; }

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref giveBack, null)?.Invoke(Bytes);
}
