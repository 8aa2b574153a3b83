namespace Talentys.Lake.Types;

/// <summary>A type of the Iceberg table format, version 2 (spec, "Schemas and data types").</summary>
internal abstract record IcebergType
{
    /// <summary>A type without children.</summary>
    /// <param name="Kind">Which.</param>
    /// <param name="Precision">Digits of a decimal, length of a fixed; else 0.</param>
    /// <param name="Scale">Scale of a decimal; else 0.</param>
    public sealed record Primitive(PrimitiveKind Kind, int Precision = 0, int Scale = 0) : IcebergType;

    /// <summary>Named fields.</summary>
    public sealed record Struct(IReadOnlyList<NestedField> Fields) : IcebergType
    {
        /// <inheritdoc/>
        public bool Equals(Struct? other) => other is not null && Fields.SequenceEqual(other.Fields);

        /// <inheritdoc/>
        public override int GetHashCode() => Fields.Aggregate(17, HashCode.Combine);
    }

    /// <summary>A list; our lists allow null elements.</summary>
    public sealed record List(int ElementId, IcebergType Element, bool ElementRequired = false) : IcebergType;

    /// <summary>A map; keys are never null.</summary>
    public sealed record Map(int KeyId, IcebergType Key, int ValueId, IcebergType Value, bool ValueRequired = false) : IcebergType;
}
