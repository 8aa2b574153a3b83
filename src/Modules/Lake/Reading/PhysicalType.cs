namespace Talentys.Lake.Reading;

/// <summary>What the engine makes of a part of a Parquet file.</summary>
internal abstract record PhysicalType
{
    /// <summary>Values without parts.</summary>
    /// <param name="Engine">The engine's type, <c>DECIMAL(9,2)</c>.</param>
    public sealed record Leaf(string Engine) : PhysicalType;

    /// <summary>Named fields.</summary>
    /// <param name="Fields">The fields, under the names that the engine gives them.</param>
    /// <param name="Collapsed">The engine shows the one field in place of the struct, as it does with old encodings of lists.</param>
    public sealed record Struct(IReadOnlyList<PhysicalField> Fields, bool Collapsed = false) : PhysicalType
    {
        /// <inheritdoc/>
        public bool Equals(Struct? other) => other is not null && Collapsed == other.Collapsed && Fields.SequenceEqual(other.Fields);

        /// <inheritdoc/>
        public override int GetHashCode() => Fields.Aggregate(17, HashCode.Combine);
    }

    /// <summary>A list.</summary>
    /// <param name="Element">Its element.</param>
    /// <param name="Wrapped">
    /// The element as a struct of one field, which the old encodings of two levels may mean; the table's schema tells which.
    /// </param>
    public sealed record List(PhysicalField Element, PhysicalField? Wrapped = null) : PhysicalType;

    /// <summary>A map.</summary>
    public sealed record Map(PhysicalField Key, PhysicalField Value) : PhysicalType;
}

/// <summary>A column of a Parquet file, or a part of one.</summary>
/// <param name="Name">The engine's name: where names differ by case alone it makes them unique.</param>
/// <param name="Stored">The file's name.</param>
/// <param name="Id">Field id; null where the file has none.</param>
/// <param name="Type">Type.</param>
internal sealed record PhysicalField(string Name, string Stored, int? Id, PhysicalType Type);
