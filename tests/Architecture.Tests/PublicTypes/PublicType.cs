namespace Talentys.Architecture.Tests.PublicTypes;

/// <summary>A type that another assembly can see.</summary>
/// <param name="Module">Module that it belongs to.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name without generic arity.</param>
/// <param name="Summary">Its documentation, or nothing.</param>
internal sealed record PublicType(string Module, string Namespace, string Name, string? Summary);
