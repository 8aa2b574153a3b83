namespace Talentys.Lake.Types;

/// <summary>A field of a struct, or a column.</summary>
/// <param name="Id">Unique in the table for ever; 0 while none is assigned.</param>
/// <param name="Name">Name.</param>
/// <param name="Required">Whether it refuses null.</param>
/// <param name="Type">Type.</param>
/// <param name="Doc">Documentation, or null.</param>
internal sealed record NestedField(int Id, string Name, bool Required, IcebergType Type, string? Doc = null);
