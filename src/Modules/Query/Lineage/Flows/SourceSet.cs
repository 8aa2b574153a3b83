namespace Talentys.Query.Lineage.Flows;

/// <summary>A set of source columns by their numbers; never changes.</summary>
internal sealed class SourceSet
{
    private readonly ulong[] words;

    private SourceSet(ulong[] words) => this.words = words;

    public static SourceSet Empty { get; } = new([]);

    public bool IsEmpty => words.Length == 0;

    public static SourceSet Of(int number)
    {
        var words = new ulong[(number / 64) + 1];
        words[^1] = 1UL << (number % 64);
        return new SourceSet(words);
    }

    public SourceSet Union(SourceSet other)
    {
        if (ReferenceEquals(this, other) || Covers(other))
        {
            return this;
        }

        if (other.Covers(this))
        {
            return other;
        }

        var (longer, shorter) = words.Length >= other.words.Length ? (words, other.words) : (other.words, words);
        var union = (ulong[])longer.Clone();
        for (var i = 0; i < shorter.Length; i++)
        {
            union[i] |= shorter[i];
        }

        return new SourceSet(union);
    }

    /// <summary>This set without the numbers of another.</summary>
    public SourceSet Without(SourceSet other)
    {
        var rest = (ulong[])words.Clone();
        for (var i = 0; i < Math.Min(rest.Length, other.words.Length); i++)
        {
            rest[i] &= ~other.words[i];
        }

        var length = rest.Length;
        while (length > 0 && rest[length - 1] == 0)
        {
            length--;
        }

        return length == 0 ? Empty : new SourceSet(rest[..length]);
    }

    public bool Covers(SourceSet other)
    {
        if (other.words.Length > words.Length)
        {
            return false;
        }

        for (var i = 0; i < other.words.Length; i++)
        {
            if ((other.words[i] & ~words[i]) != 0)
            {
                return false;
            }
        }

        return true;
    }

    public bool Contains(int number) => number / 64 < words.Length && (words[number / 64] & (1UL << (number % 64))) != 0;

    public IEnumerable<int> Numbers()
    {
        for (var i = 0; i < words.Length; i++)
        {
            for (var word = words[i]; word != 0; word &= word - 1)
            {
                yield return (i * 64) + System.Numerics.BitOperations.TrailingZeroCount(word);
            }
        }
    }
}
