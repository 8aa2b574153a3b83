using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Talentys.Query.Stages;

namespace Talentys.Benchmarks.Stages;

/// <summary>Adds up how long the stages of the query path take.</summary>
internal sealed class StageClock : IDisposable
{
    private readonly ConcurrentDictionary<string, List<double>> times = new(StringComparer.Ordinal);
    private readonly ActivityListener listener;

    public StageClock()
    {
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == StageTraces.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span => times.GetOrAdd(span.OperationName, _ => []).Add(span.Duration.TotalMicroseconds),
        };
        ActivitySource.AddActivityListener(listener);
    }

    /// <summary>Forgets what was.</summary>
    public void Clear() => times.Clear();

    /// <summary>The time in the middle of each stage, in microseconds and in the order of the path.</summary>
    public string Tell(params string[] stages) => string.Join(", ", stages.Where(times.ContainsKey).Select(stage => string.Create(
        CultureInfo.InvariantCulture, $"{stage.ToLowerInvariant()} {SideBySide.Median(times[stage]):N0}")));

    public void Dispose() => listener.Dispose();
}
