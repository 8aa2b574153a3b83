namespace Talentys.Lake.Types;

/// <summary>A field of a struct, or a column.</summary>
/// <param name="Id">Unique in the table for ever; 0 while none is assigned.</param>
/// <param name="Name">Name.</param>
/// <param name="Required">Whether it refuses null.</param>
/// <param name="Type">Type.</param>
/// <param name="Doc">Documentation, or null.</param>
internal sealed record NestedField(int Id, string Name, bool Required, IcebergType Type, string? Doc = null)
{
    /// <summary>The value of rows of files that do not have the field, as JSON; null without one. Some writers tell it before version 3.</summary>
    public string? InitialDefault { get; init; }

    /// <summary>The value that writers take where they are given none, as JSON; carried as it was read.</summary>
    public string? WriteDefault { get; init; }
}
