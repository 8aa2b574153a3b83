namespace Talentys.Lake.Avro;

/// <summary>An Avro schema (Avro specification 1.12), with the attributes that Iceberg adds.</summary>
internal abstract record AvroSchema
{
    /// <summary><c>decimal</c>, <c>date</c>, <c>uuid</c>, <c>map</c>, ..., or null.</summary>
    public string? LogicalType { get; init; }

    /// <summary>Digits of a decimal; else 0.</summary>
    public int Precision { get; init; }

    /// <summary>Scale of a decimal; else 0.</summary>
    public int Scale { get; init; }

    /// <summary>Iceberg's <c>adjust-to-utc</c>: whether a timestamp is a moment, not what a clock on the wall shows.</summary>
    public bool AdjustToUtc { get; init; }

    /// <summary>A type without children: null, boolean, int, long, float, double, bytes or string.</summary>
    public sealed record Primitive(AvroKind Kind) : AvroSchema;

    /// <summary>Bytes of a fixed length.</summary>
    public sealed record Fixed(string Name, int Size) : AvroSchema;

    /// <summary>One of some words, stored as its position.</summary>
    public sealed record Enum(string Name, IReadOnlyList<string> Symbols) : AvroSchema;

    /// <summary>Fields in order. Filled after it is made, because a record may contain itself.</summary>
    public sealed record Record(string Name) : AvroSchema
    {
        /// <summary>The fields.</summary>
        public IReadOnlyList<AvroField> Fields { get; set; } = [];

        /// <inheritdoc/>
        public bool Equals(Record? other) => ReferenceEquals(this, other);

        /// <inheritdoc/>
        public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
    }

    /// <summary>Items of one type; with the logical type map, records of key and value.</summary>
    public sealed record Array(AvroSchema Items) : AvroSchema;

    /// <summary>String keys and values of one type.</summary>
    public sealed record Map(AvroSchema Values) : AvroSchema;

    /// <summary>One of several types, stored with its position.</summary>
    public sealed record Union(IReadOnlyList<AvroSchema> Branches) : AvroSchema;
}

/// <summary>A field of a record.</summary>
/// <param name="Name">Name.</param>
/// <param name="FieldId">Iceberg's field id, or null.</param>
/// <param name="Type">Type.</param>
internal sealed record AvroField(string Name, int? FieldId, AvroSchema Type);

/// <summary>The primitive types.</summary>
internal enum AvroKind
{
    Null,
    Boolean,
    Int,
    Long,
    Float,
    Double,
    Bytes,
    String,
}
