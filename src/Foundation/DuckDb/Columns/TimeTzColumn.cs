using Apache.Arrow.Types;

namespace Talentys.DuckDb.Columns;

/// <summary>
/// Times with an offset, <c>01:02:03.5+02</c>, as texts: Arrow has no type for them. In the engine each is 8 bytes
/// (<c>dtime_tz_t</c>): microseconds of the day above 24 bits that hold the greatest offset less the offset, in seconds.
/// </summary>
internal sealed unsafe class TimeTzColumn(IArrowType type) : WrittenColumn(type, sizeof(ulong))
{
    private const int OffsetBits = 24;
    private const int GreatestOffset = (16 * 60 * 60) - 1;

    protected override int Longest(byte* value) => "hh:mm:ss.ffffff+hh:mm:ss".Length;

    protected override int Write(Span<byte> to, byte* value)
    {
        var bits = *(ulong*)value;
        var (seconds, fraction) = Math.DivRem((long)(bits >> OffsetBits), 1_000_000);
        var offset = GreatestOffset - (int)(bits & ((1 << OffsetBits) - 1));
        var at = Clock(to, seconds, always: true);
        if (fraction > 0)
        {
            to[at++] = (byte)'.';
            for (var power = 100_000; fraction > 0; power /= 10)
            {
                to[at++] = (byte)('0' + (fraction / power));
                fraction %= power;
            }
        }

        to[at++] = (byte)(offset < 0 ? '-' : '+');
        return at + Clock(to[at..], Math.Abs(offset), always: false);
    }

    // minutes and seconds of an offset only where it has them
    private static int Clock(Span<byte> to, long seconds, bool always)
    {
        var at = Two(to, 0, seconds / 3600);
        if (always || seconds % 3600 != 0)
        {
            to[at++] = (byte)':';
            at = Two(to, at, seconds / 60 % 60);
        }

        if (always || seconds % 60 != 0)
        {
            to[at++] = (byte)':';
            at = Two(to, at, seconds % 60);
        }

        return at;
    }

    private static int Two(Span<byte> to, int at, long number)
    {
        to[at] = (byte)('0' + (number / 10));
        to[at + 1] = (byte)('0' + (number % 10));
        return at + 2;
    }
}
