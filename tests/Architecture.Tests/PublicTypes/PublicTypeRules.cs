namespace Talentys.Architecture.Tests.PublicTypes;

/// <summary>Rule 2: a module shows its wiring, its options and its namespace <c>Public</c>, nothing else.</summary>
internal static class PublicTypeRules
{
    /// <summary>Types of modules that should be internal.</summary>
    public static IEnumerable<string> Places(IEnumerable<PublicType> types) =>
        from type in types
        let home = $"Talentys.{type.Module}.Public"
        where type.Name != $"{type.Module}Module" && type.Name != $"{type.Module}Options"
        where type.Namespace != home && !type.Namespace.StartsWith(home + ".", StringComparison.Ordinal)
        select $"{type.Namespace}.{type.Name} is public";

    /// <summary>Types without a sentence that says what they are.</summary>
    public static IEnumerable<string> Summaries(IEnumerable<PublicType> types) =>
        from type in types
        where string.IsNullOrWhiteSpace(type.Summary)
        select $"{type.Namespace}.{type.Name} has no summary";
}
