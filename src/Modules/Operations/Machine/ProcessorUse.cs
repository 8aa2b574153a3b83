using Microsoft.Extensions.Hosting;

namespace Talentys.Operations.Machine;

/// <summary>Processor time of this process over the last minute, from a sample every ten seconds.</summary>
internal sealed class ProcessorUse(TimeProvider clock) : IHostedService, IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private readonly Queue<(long At, TimeSpan Used)> samples = [];
    private ITimer? timer;

    /// <summary>100 for one core that was busy all the time; since the start while that is less than a minute ago.</summary>
    internal double Percent()
    {
        var now = clock.GetTimestamp();
        var used = Environment.CpuUsage.TotalTime;
        lock (gate)
        {
            if (!samples.TryPeek(out var oldest))
            {
                return 0;
            }

            var passed = clock.GetElapsedTime(oldest.At, now);
            return passed > TimeSpan.Zero ? Math.Round(Math.Max((used - oldest.Used) / passed * 100, 0), 1) : 0;
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Sample();
        timer = clock.CreateTimer(_ => Sample(), null, Between, Between);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (timer is { } running)
        {
            await running.DisposeAsync();
        }
    }

    public void Dispose() => timer?.Dispose();

    private void Sample()
    {
        var now = clock.GetTimestamp();
        lock (gate)
        {
            samples.Enqueue((now, Environment.CpuUsage.TotalTime));
            while (samples.Count > 1 && clock.GetElapsedTime(samples.Peek().At, now) > Window)
            {
                samples.Dequeue();
            }
        }
    }
}
