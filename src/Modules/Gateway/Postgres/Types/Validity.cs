using Apache.Arrow;

namespace Talentys.Gateway.Postgres.Types;

/// <summary>Which values of an array are null, in memory of its own: asking is one look at a bit.</summary>
internal struct Validity
{
    private byte[] bits;
    private int offset;
    private bool any;

    /// <summary>Takes the next array.</summary>
    public void Load(IArrowArray array)
    {
        any = array.NullCount > 0;
        if (any)
        {
            offset = array.Offset;
            bits = Copied(array.Data.Buffers[0].Span, bits ?? []);
        }
    }

    public readonly bool IsNull(int row) => any && (bits[(offset + row) >> 3] >> ((offset + row) & 7) & 1) == 0;

    /// <summary>A copy of values in an array that is used again where it is long enough: reading it costs less than reading native memory.</summary>
    public static T[] Copied<T>(ReadOnlySpan<T> values, T[] last)
    {
        var target = last.Length >= values.Length ? last : new T[values.Length];
        values.CopyTo(target);
        return target;
    }
}
