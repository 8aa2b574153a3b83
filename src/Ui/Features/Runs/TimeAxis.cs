using System.Globalization;
using Talentys.Contracts;

namespace Talentys.Ui.Features.Runs;

/// <summary>The axis on which the steps of a run are drawn.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends: the end of the run, or now.</param>
public sealed record TimeAxis(DateTimeOffset Start, DateTimeOffset End)
{
    private const int MostTicks = 5;

    private static readonly double[] Steps =
    [
        .001, .002, .005, .01, .02, .05, .1, .2, .5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200,
        86_400, 172_800, 604_800,
    ];

    /// <summary>The axis of a run.</summary>
    public static TimeAxis Of(RunDto run, DateTimeOffset now)
    {
        var start = run.Steps.Select(step => step.StartedAt).Prepend(run.StartedAt ?? run.CreatedAt).Min();
        var end = run.Steps.Select(step => step.EndedAt ?? now).Append(run.EndedAt ?? now).Max();
        return new TimeAxis(start, end - start < TimeSpan.FromMilliseconds(1) ? start.AddMilliseconds(1) : end);
    }

    /// <summary>Its length.</summary>
    public TimeSpan Length => End - Start;

    /// <summary>Time between two marks.</summary>
    public TimeSpan Interval => TimeSpan.FromSeconds(
        Array.Find(Steps, step => Length.TotalSeconds / step <= MostTicks) is > 0 and var fitting ? fitting : Math.Ceiling(Length.TotalSeconds / MostTicks));

    /// <summary>Its marks from the beginning, each with where it stands in percent.</summary>
    public IEnumerable<(TimeSpan At, double Percent)> Ticks()
    {
        var interval = Interval;
        for (var at = TimeSpan.Zero; at <= Length; at += interval)
        {
            yield return (at, Percent(Start + at));
        }
    }

    /// <summary>Where the bar of a step begins and how wide it is, in percent.</summary>
    public (double From, double Width) BarOf(StepDto step)
    {
        var from = Percent(step.StartedAt);
        return (from, Math.Max(0, Percent(step.EndedAt ?? End) - from));
    }

    /// <summary>A mark in short.</summary>
    public static string Label(TimeSpan at) => at.TotalSeconds switch
    {
        0 => "0",
        < 1 => $"{at.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)} ms",
        < 60 => $"{at.TotalSeconds.ToString("0.#", CultureInfo.CurrentCulture)} s",
        < 3600 => at.Seconds == 0 ? $"{(int)at.TotalMinutes} min" : $"{(int)at.TotalMinutes}:{at.Seconds:00} min",
        < 86_400 => at.Minutes == 0 ? $"{(int)at.TotalHours} h" : $"{(int)at.TotalHours}:{at.Minutes:00} h",
        _ => $"{at.TotalDays.ToString("0.#", CultureInfo.CurrentCulture)} d",
    };

    private double Percent(DateTimeOffset at) => Math.Clamp((at - Start) / Length * 100, 0, 100);
}
