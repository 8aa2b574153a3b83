using System.Globalization;
using System.Numerics;
using Talentys.Kernel;
using Talentys.Lake.Types;

namespace Talentys.Lake.Writing;

/// <summary>Single values on their way out of the engine and into it, exactly.</summary>
internal static class EngineValue
{
    /// <summary>An expression of the text that <see cref="Parse"/> understands.</summary>
    public static string Text(IcebergType.Primitive type, string sql) => IsBytes(type) ? $"hex({sql})" : $"CAST({sql} AS VARCHAR)";

    /// <summary>The value.</summary>
    /// <exception cref="FaultException"><c>lake.partition_refused</c>: the format has no such value.</exception>
    public static object Parse(IcebergType.Primitive type, string text)
    {
        if (type.Kind == PrimitiveKind.String)
        {
            return text;
        }

        var bytes = IsBytes(type) ? Convert.FromHexString(text) : BoundBytes.Exactly(type, text);
        return SingleValue.Read(type, bytes ?? throw new FaultException(Fault.Invalid(
            "lake.partition_refused", $"The value {text} cannot name a partition.", null, "Leave such rows out, or give the table other partitions.")));
    }

    /// <summary>A whole number, a decimal or bytes as a literal that the engine casts to their type.</summary>
    public static string Literal(IcebergType.Primitive type, object value) => value switch
    {
        byte[] bytes => SqlText.Literal(Convert.ToHexString(bytes)),
        BigInteger number => SqlText.Literal(Decimal(number, type.Scale)),
        _ => SqlText.Literal(Convert.ToString(value, CultureInfo.InvariantCulture)!),
    };

    /// <summary>The value of a literal.</summary>
    public static string Cast(IcebergType.Primitive type, string sql) => IsBytes(type) ? $"from_hex({sql})" : $"CAST({sql} AS {EngineTypeName.Of(type)})";

    private static bool IsBytes(IcebergType.Primitive type) => type.Kind is PrimitiveKind.Binary or PrimitiveKind.Fixed;

    private static string Decimal(BigInteger unscaled, int scale)
    {
        var digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return $"{(unscaled.Sign < 0 ? "-" : "")}{digits[..^scale]}{(scale > 0 ? "." : "")}{digits[^scale..]}";
    }
}
