using System.Collections.Concurrent;

namespace Talentys.Transformation.Reading;

/// <summary>What was made of things, kept from one reading of a project to the next while they are the same: nothing is parsed twice.</summary>
internal sealed class Remembered
{
    private readonly ConcurrentDictionary<object, Entry> entries = new();
    private int reading;

    /// <summary>Begins a reading.</summary>
    public void Begin() => reading++;

    /// <summary>Ends a reading: what it did not ask for is forgotten.</summary>
    public void End() => Forget(entry => entry.Asked != reading);

    /// <summary>What was made of the given things, which are the same when they are the same objects or equal values.</summary>
    /// <param name="key">What it is: equal from one reading to the next.</param>
    /// <param name="given">All that it is made of.</param>
    /// <param name="make">Makes it; what was made before of other things is given to it.</param>
    public T Of<T>(object key, IReadOnlyList<object?> given, Func<T?, T> make)
        where T : class
    {
        if (entries.TryGetValue(key, out var known) && known.IsOf(given))
        {
            known.Asked = reading;
            return (T)known.Made;
        }

        var made = make((T?)known?.Made);
        entries[key] = new Entry(given, made) { Asked = reading };
        return made;
    }

    /// <summary>Forgets what was made of a kind, where something else changed that it was made of.</summary>
    public void Forget<T>(Func<T, bool> which)
        where T : class => Forget(entry => entry.Made is T made && which(made));

    private void Forget(Func<Entry, bool> which)
    {
        foreach (var (key, _) in entries.Where(pair => which(pair.Value)))
        {
            entries.TryRemove(key, out _);
        }
    }

    private sealed class Entry(IReadOnlyList<object?> given, object made)
    {
        public object Made => made;

        public int Asked { get; set; }

        public bool IsOf(IReadOnlyList<object?> now)
        {
            for (var i = 0; i < now.Count; i++)
            {
                if (i >= given.Count || !(ReferenceEquals(now[i], given[i]) || (now[i] is ValueType value && value.Equals(given[i]))))
                {
                    return false;
                }
            }

            return now.Count == given.Count;
        }
    }
}
