namespace Talentys.Lake.Stores.Copies;

/// <summary>Parts of a file, in order, none touching another.</summary>
internal sealed class ByteRanges(IEnumerable<ByteRange> ranges)
{
    private readonly List<ByteRange> parts = Joined(ranges, 0);

    /// <summary>The parts.</summary>
    public IReadOnlyList<ByteRange> Parts => parts;

    /// <summary>Bytes of all of them.</summary>
    public long Bytes => parts.Sum(part => part.Length);

    /// <summary>These and more.</summary>
    public ByteRanges With(IEnumerable<ByteRange> more) => new(parts.Concat(more));

    /// <summary>What is missing of some parts; gaps of up to a length are closed, for one request more costs more than some bytes.</summary>
    public IReadOnlyList<ByteRange> Missing(IEnumerable<ByteRange> wanted, long gap) => Joined(wanted.SelectMany(Without), gap);

    private IEnumerable<ByteRange> Without(ByteRange wanted)
    {
        var at = wanted.Start;
        foreach (var part in parts.Where(part => part.End > wanted.Start && part.Start < wanted.End))
        {
            if (part.Start > at)
            {
                yield return new ByteRange(at, part.Start);
            }

            at = part.End;
        }

        if (at < wanted.End)
        {
            yield return new ByteRange(at, wanted.End);
        }
    }

    private static List<ByteRange> Joined(IEnumerable<ByteRange> ranges, long gap)
    {
        var joined = new List<ByteRange>();
        foreach (var range in ranges.Where(range => range.Length > 0).OrderBy(range => range.Start))
        {
            if (joined.Count > 0 && range.Start <= joined[^1].End + gap)
            {
                joined[^1] = joined[^1] with { End = Math.Max(joined[^1].End, range.End) };
            }
            else
            {
                joined.Add(range);
            }
        }

        return joined;
    }
}
