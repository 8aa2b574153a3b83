namespace Talentys.Lake.Types;

/// <summary>Which types widen to which.</summary>
internal static class TypePromotion
{
    /// <summary>Whether Iceberg lets a column of type <paramref name="from"/> become <paramref name="to"/> (spec, "Schema evolution").</summary>
    public static bool CanBecome(IcebergType.Primitive from, IcebergType.Primitive to) => from == to || (from.Kind, to.Kind) switch
    {
        (PrimitiveKind.Int, PrimitiveKind.Long) => true,
        (PrimitiveKind.Float, PrimitiveKind.Double) => true,
        (PrimitiveKind.Decimal, PrimitiveKind.Decimal) => from.Scale == to.Scale && from.Precision < to.Precision,
        _ => false,
    };

    /// <summary>Whether every value of <paramref name="from"/> is a value of <paramref name="to"/>, so that a cast loses nothing.</summary>
    public static bool FitsInto(IcebergType.Primitive from, IcebergType.Primitive to) => CanBecome(from, to) || (from.Kind, to.Kind) switch
    {
        (PrimitiveKind.Int, PrimitiveKind.Double) => true,
        (PrimitiveKind.Int, PrimitiveKind.Decimal) => to.Precision - to.Scale >= 10,
        (PrimitiveKind.Long, PrimitiveKind.Decimal) => to.Precision - to.Scale >= 19,
        (PrimitiveKind.Decimal, PrimitiveKind.Decimal) => to.Scale >= from.Scale && to.Precision - to.Scale >= from.Precision - from.Scale,
        (PrimitiveKind.Date, PrimitiveKind.Timestamp) => true,
        _ => false,
    };
}
