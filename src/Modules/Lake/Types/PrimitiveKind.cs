namespace Talentys.Lake.Types;

/// <summary>The primitive types of Iceberg version 2.</summary>
internal enum PrimitiveKind
{
    Boolean,
    Int,
    Long,
    Float,
    Double,
    Decimal,
    Date,
    Time,
    Timestamp,
    TimestampTz,
    String,
    Uuid,
    Fixed,
    Binary,
}
