namespace Talentys.Lake.Types;

/// <summary>A type as the engine describes it.</summary>
internal abstract record EngineType
{
    /// <summary>A type without children, upper case: <c>BIGINT</c>, <c>TIMESTAMP WITH TIME ZONE</c>.</summary>
    public sealed record Simple(string Name) : EngineType;

    /// <summary>A decimal.</summary>
    public sealed record Decimal(int Precision, int Scale) : EngineType;

    /// <summary>A struct; names are empty in an unnamed one.</summary>
    public sealed record Struct(IReadOnlyList<(string Name, EngineType Type)> Fields) : EngineType;

    /// <summary>A list, or an array of fixed length.</summary>
    public sealed record List(EngineType Element) : EngineType;

    /// <summary>A map.</summary>
    public sealed record Map(EngineType Key, EngineType Value) : EngineType;

    /// <summary>Types whose arguments do not matter here: <c>ENUM</c>, <c>UNION</c>.</summary>
    public sealed record Opaque(string Name) : EngineType;
}
