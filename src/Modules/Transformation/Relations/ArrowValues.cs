using Apache.Arrow;
using Talentys.Jinja.Public;

namespace Talentys.Transformation.Relations;

/// <summary>Values of Arrow arrays as templates have them.</summary>
internal static class ArrowValues
{
    public static object? Of(IArrowArray array, int row) => array.IsNull(row) ? null : array switch
    {
        StringArray text => text.GetString(row),
        Int64Array number => number.GetValue(row),
        Int32Array number => (long)number.GetValue(row)!.Value,
        Int16Array number => (long)number.GetValue(row)!.Value,
        Int8Array number => (long)number.GetValue(row)!.Value,
        UInt64Array number => (long)number.GetValue(row)!.Value,
        UInt32Array number => (long)number.GetValue(row)!.Value,
        UInt16Array number => (long)number.GetValue(row)!.Value,
        UInt8Array number => (long)number.GetValue(row)!.Value,
        DoubleArray number => number.GetValue(row),
        FloatArray number => (double)number.GetValue(row)!.Value,
        Decimal128Array number => Exact(number, row),
        BooleanArray flag => flag.GetValue(row),
        Date32Array date => JinjaModules.Date(DateOnly.FromDateTime(date.GetDateTime(row)!.Value)),
        TimestampArray stamp => JinjaModules.DateTime(stamp.GetTimestamp(row)!.Value),
        _ => array.GetType().Name,
    };

    private static object Exact(Decimal128Array number, int row)
    {
        var text = number.GetString(row);
        var whole = System.Numerics.BigInteger.TryParse(text, out var big);
        return whole && big >= long.MinValue && big <= long.MaxValue ? (long)big
            : decimal.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var exact) ? exact : text;
    }
}
