using System.Globalization;
using Talentys.Lake.Types;

namespace Talentys.Lake.Partitions;

/// <summary>Transforms as expressions of the engine that give what <see cref="TransformValue"/> gives.</summary>
internal static class TransformSql
{
    private const string Mask = "4294967295::UBIGINT";

    /// <summary>The expression; null where the engine has none that is fast: then distinct values are transformed here and joined.</summary>
    /// <param name="transform">The transform.</param>
    /// <param name="value">The column, or an expression that is cheap to repeat.</param>
    /// <param name="type">Its type.</param>
    public static string? Of(Transform transform, string value, IcebergType.Primitive type) => transform switch
    {
        Transform.Identity => value,
        Transform.Void => $"CAST(NULL AS {EngineTypeName.Of(type)})",
        Transform.Bucket bucket => Bucket(bucket.Count, value, type),
        Transform.Truncate cut => Truncate(cut.Width, value, type),
        Transform.Time time => Time(time, value, type),
        _ => null,
    };

    private static string? Bucket(int count, string value, IcebergType.Primitive type)
    {
        var number = type.Kind switch
        {
            PrimitiveKind.Int or PrimitiveKind.Long => $"CAST({value} AS BIGINT)",
            PrimitiveKind.Date => $"CAST({value} - DATE '1970-01-01' AS BIGINT)",
            PrimitiveKind.Time => $"epoch_us({value})",
            PrimitiveKind.Timestamp or PrimitiveKind.TimestampTz => Micros(value),
            _ => null,
        };
        if (number is null)
        {
            return null;
        }

        // Murmur3 of eight bytes: numbers of 32 bits in 64, whose products do not overflow. The engine computes equal parts once
        var hash = Block("0::UBIGINT", $"CAST({number} & 4294967295 AS UBIGINT)");
        hash = Block(hash, $"CAST(({number} >> 32) & 4294967295 AS UBIGINT)");
        hash = Times($"xor({hash}, 8::UBIGINT)", 16, BucketHash.C4);
        hash = Times(hash, 13, BucketHash.C5);
        return Text($"CAST((xor({hash}, {hash} >> 16) & 2147483647::UBIGINT) % {count} AS INTEGER)");

        static string Block(string hash, string block) => Text(
            $"((({Rotate($"xor({hash}, {Product(Rotate(Product(block, BucketHash.C1), 15), BucketHash.C2)})", 13)} * 5::UBIGINT) + {BucketHash.C3}::UBIGINT) & {Mask})");

        static string Times(string hash, int shift, uint factor) => Product(Text($"xor({hash}, {hash} >> {shift})"), factor);

        static string Product(string number, uint factor) => Text($"(({number} * {factor}::UBIGINT) & {Mask})");

        static string Rotate(string number, int bits) => Text($"((({number} * {1u << bits}::UBIGINT) & {Mask}) | ({number} >> {32 - bits}))");
    }

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
            default:
                return null;
        }

        string Down(string wide) => Text($"(CAST({value} AS {wide}) - ((CAST({value} AS {wide}) % {width} + {width}) % {width}))");

        string WrapLong() => Text($"CAST(CASE WHEN {Down("HUGEINT")} < {long.MinValue} THEN {Down("HUGEINT")} + 18446744073709551616 ELSE {Down("HUGEINT")} END AS BIGINT)");
    }

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

    private static string Micros(string value) =>
        $"CASE WHEN isfinite({value}) THEN epoch_us({value}) WHEN {value} > DATE '1970-01-01' THEN 9223372036854775807 WHEN {value} < DATE '1970-01-01' THEN -9223372036854775807 END";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
