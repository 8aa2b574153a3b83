using System.Globalization;
using Talentys.Lake.Types;

namespace Talentys.Lake.Partitions;

/// <summary>
/// The bucket of <see cref="BucketHash"/> as an expression of the engine, which has no Murmur3: 32 bits in numbers of 64, whose
/// products do not overflow. The engine computes equal parts once, except in CASE and lambdas, so there are none around them.
/// </summary>
internal static class BucketSql
{
    private const string Mask = "4294967295::UBIGINT";

    /// <summary>The expression; null when the type has no buckets.</summary>
    public static string? Of(int count, string value, IcebergType.Primitive type)
    {
        var hash = Number(value, type) is { } number ? $"xor({OfNumber(number)}, 8::UBIGINT)"
            : Bytes(value, type) is not { } bytes ? null

            // what is dear to make is made once for a row, not for each word of it
            : type.Kind is PrimitiveKind.Uuid or PrimitiveKind.Decimal ? $"list_transform([{bytes}], lambda talentys_b: {OfBytes("talentys_b")})[1]"
            : OfBytes(bytes);
        if (hash is null)
        {
            return null;
        }

        hash = Times(Times(hash, 16, BucketHash.C4), 13, BucketHash.C5);
        return Text($"CAST((xor({hash}, {hash} >> 16) & 2147483647::UBIGINT) % {count} AS INTEGER)");
    }

    private static string? Number(string value, IcebergType.Primitive type) => type.Kind switch
    {
        PrimitiveKind.Int or PrimitiveKind.Long => $"CAST({value} AS BIGINT)",
        PrimitiveKind.Date => $"CAST({value} - DATE '1970-01-01' AS BIGINT)",
        PrimitiveKind.Time => $"epoch_us({value})",
        PrimitiveKind.Timestamp or PrimitiveKind.TimestampTz => Micros(value),
        _ => null,
    };

    private static string? Bytes(string value, IcebergType.Primitive type) => type.Kind switch
    {
        PrimitiveKind.String => $"encode({value})",
        PrimitiveKind.Fixed or PrimitiveKind.Binary => value,
        PrimitiveKind.Uuid => $"unhex(replace(CAST({value} AS VARCHAR), '-', ''))",
        // as few bytes as keep the sign
        PrimitiveKind.Decimal =>
            $"unhex(regexp_replace(regexp_replace(lpad(hex({TransformSql.Unscaled(value)}), 32, '0'), '^(00)+([0-7])', '\\2'), '^(FF)+([89A-F])', '\\2'))",
        _ => null,
    };

    private static string OfNumber(string number) => Block(
        Block("0::UBIGINT", Mix($"CAST({number} & 4294967295 AS UBIGINT)")), Mix($"CAST(({number} >> 32) & 4294967295 AS UBIGINT)"));

    /// <summary>Four bytes after the other; what is left at the end, filled up with zeros, is mixed in without a turn.</summary>
    private static string OfBytes(string bytes)
    {
        var words = $"list_transform(range(octet_length({bytes}) // 4), lambda talentys_i: {Word($"array_slice({bytes}, talentys_i * 4 + 1, talentys_i * 4 + 4)")})";
        var mixed = $"list_transform({words}, lambda talentys_w: {Mix(LittleEndian("talentys_w"))})";
        var hash = $"list_reduce(list_prepend(0::UBIGINT, {mixed}), lambda talentys_h, talentys_k: {Block("talentys_h", "talentys_k")})";
        var rest = Word($"array_slice(array_slice({bytes}, octet_length({bytes}) // 4 * 4 + 1, octet_length({bytes})) || '\\x00\\x00\\x00\\x00'::BLOB, 1, 4)");
        return $"xor(xor({hash}, {Mix(LittleEndian(rest))}), CAST(octet_length({bytes}) AS UBIGINT))";
    }

    private static string Word(string fourBytes) => $"CAST(CAST({fourBytes} AS BIT) AS UBIGINT)";

    private static string LittleEndian(string word) =>
        $"((({word} & 255::UBIGINT) * 16777216::UBIGINT) | (({word} & 65280::UBIGINT) * 256::UBIGINT) | (({word} >> 8) & 65280::UBIGINT) | ({word} >> 24))";

    private static string Mix(string block) => Product(Rotate(Product(block, BucketHash.C1), 15), BucketHash.C2);

    private static string Block(string hash, string mixed) =>
        Text($"((({Rotate($"xor({hash}, {mixed})", 13)} * 5::UBIGINT) + {BucketHash.C3}::UBIGINT) & {Mask})");

    private static string Times(string hash, int shift, uint factor) => Product(Text($"xor({hash}, {hash} >> {shift})"), factor);

    private static string Product(string number, uint factor) => Text($"(({number} * {factor}::UBIGINT) & {Mask})");

    private static string Rotate(string number, int bits) => Text($"((({number} * {1u << bits}::UBIGINT) & {Mask}) | ({number} >> {32 - bits}))");

    // infinite times are the greatest and least numbers
    private static string Micros(string value) =>
        $"coalesce(epoch_us({value}), CASE WHEN {value} > DATE '1970-01-01' THEN 9223372036854775807 WHEN {value} < DATE '1970-01-01' THEN -9223372036854775807 END)";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
