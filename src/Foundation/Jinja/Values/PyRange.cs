using System.Collections;
using Talentys.Jinja.Public;

namespace Talentys.Jinja.Values;

/// <summary>Python's range.</summary>
internal sealed class PyRange(long start, long count, long step, long end) : IReadOnlyList<object?>, IJinjaText
{
    public int Count { get; } = (int)Math.Min(count, int.MaxValue);

    public object? this[int index] => start + (index * step);

    public static PyRange Of(long start, long stop, long step)
    {
        if (step == 0)
        {
            throw Faults.Value("range() arg 3 must not be zero");
        }

        var span = step > 0 ? (Int128)stop - start : (Int128)start - stop;
        var size = step > 0 ? (Int128)step : -(Int128)step;
        var count = span <= 0 ? 0 : (span + size - 1) / size;
        return new PyRange(start, count > long.MaxValue ? long.MaxValue : (long)count, step, stop);
    }

    public PyRange Part(long from, long to, long by)
    {
        var taken = by > 0 ? Math.Max(0, (to - from + by - 1) / by) : Math.Max(0, (from - to - by - 1) / -by);
        return new PyRange(start + (from * step), taken, step * by, start + (to * step));
    }

    public string Text(bool isRepr)
        => step == 1 ? $"range({start}, {end})" : $"range({start}, {end}, {step})";

    public IEnumerator<object?> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            JinjaRun.Visit();
            yield return start + (i * step);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
