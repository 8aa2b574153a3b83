using System.Globalization;
using Talentys.Lake.Types;

namespace Talentys.Lake.Partitions;

/// <summary>Transforms as expressions of the engine that give what <see cref="TransformValue"/> gives.</summary>
internal static class TransformSql
{
    // a product of decimals has the digits of both, and 38 at most
    private const int MostScale = 27;

    /// <summary>The expression; null for transforms that are not known, and types that a transform does not take.</summary>
    /// <param name="transform">The transform.</param>
    /// <param name="value">The column, or an expression that is cheap to repeat.</param>
    /// <param name="type">Its type.</param>
    public static string? Of(Transform transform, string value, IcebergType.Primitive type) => transform switch
    {
        Transform.Identity => value,
        Transform.Void => $"CAST(NULL AS {EngineTypeName.Of(type)})",
        Transform.Bucket bucket => BucketSql.Of(bucket.Count, value, type),
        Transform.Truncate cut => Truncate(cut.Width, value, type),
        Transform.Time time => Time(time, value, type),
        _ => null,
    };

    private static string? Truncate(int width, string value, IcebergType.Primitive type)
    {
        switch (type.Kind)
        {
            case PrimitiveKind.String:
                return Text($"left({value}, {width})");
            case PrimitiveKind.Int:
                // the remainder does not fit when it is added to the least numbers: they wrap, as in other engines
                return Text($"CAST(CASE WHEN {value} < {(long)int.MinValue + width} THEN (({Down("BIGINT")} + 2147483648) & 4294967295) - 2147483648 ELSE {Down("BIGINT")} END AS INTEGER)");
            case PrimitiveKind.Long:
                return Text($"CASE WHEN {value} < {long.MinValue + width} THEN {WrapLong()} ELSE {Down("BIGINT")} END");
            case PrimitiveKind.Binary:
                return Text($"array_slice({value}, 1, {width})");
            case PrimitiveKind.Decimal when type.Scale <= MostScale:
                // the remainder is a whole number of the last digit; the engine's own is a floating one
                var rest = $"(({Unscaled(value)} % {width} + {width}) % {width})";
                return Text($"CAST({value} - CAST({rest} AS DECIMAL(10,0)) * CAST('{Unit(type.Scale)}' AS DECIMAL({type.Scale + 1},{type.Scale})) AS {EngineTypeName.Of(type)})");
            default:
                return null;
        }

        static string Unit(int scale) => scale == 0 ? "1" : $"0.{new string('0', scale - 1)}1";

        string Down(string wide) => Text($"(CAST({value} AS {wide}) - ((CAST({value} AS {wide}) % {width} + {width}) % {width}))");

        string WrapLong() => Text($"CAST(CASE WHEN {Down("HUGEINT")} < {long.MinValue} THEN {Down("HUGEINT")} + 18446744073709551616 ELSE {Down("HUGEINT")} END AS BIGINT)");
    }

    /// <summary>A decimal without its point.</summary>
    public static string Unscaled(string value) => $"CAST(replace(CAST({value} AS VARCHAR), '.', '') AS HUGEINT)";

    private static string? Time(Transform.Time time, string value, IcebergType.Primitive type)
    {
        if (!time.Takes(type))
        {
            return null;
        }

        if (type.Kind == PrimitiveKind.Date)
        {
            return Finite(time, value, int.MaxValue, time.Unit == TimeUnit.Day ? value : Calendar(time.Unit, value));
        }

        // moments count in UTC, whatever the session's time zone
        var clock = type.Kind == PrimitiveKind.TimestampTz ? $"make_timestamp(epoch_us({value}))" : value;
        return Finite(time, value, long.MaxValue, time.Unit switch
        {
            TimeUnit.Day => $"CAST({clock} AS DATE)",
            TimeUnit.Hour => Text($"CAST(least(greatest((epoch_us({value}) - {Rest(value)}) // 3600000000, -2147483648), 2147483647) AS INTEGER)"),
            _ => Calendar(time.Unit, clock),
        });
    }

    private static string Rest(string value) => $"((epoch_us({value}) % 3600000000 + 3600000000) % 3600000000)";

    private static string Calendar(TimeUnit unit, string value) => unit == TimeUnit.Year
        ? $"CAST(year({value}) - 1970 AS INTEGER)"
        : $"CAST((year({value}) - 1970) * 12 + month({value}) - 1 AS INTEGER)";

    /// <summary>The engine has infinite times, which it stores as the greatest and least numbers.</summary>
    private static string Finite(Transform.Time time, string value, object greatest, string finite)
    {
        if (time.Unit == TimeUnit.Day && greatest is int)
        {
            return value;
        }

        object least = greatest is int ? -int.MaxValue : -long.MaxValue;
        return $"CASE WHEN isfinite({value}) THEN {finite} WHEN {value} > DATE '1970-01-01' THEN {Constant(greatest)} WHEN {value} < DATE '1970-01-01' THEN {Constant(least)} END";

        string Constant(object extreme) => Text($"{(time.Unit == TimeUnit.Day ? "DATE '1970-01-01' + " : "")}{TransformValue.Of(time, extreme)}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
