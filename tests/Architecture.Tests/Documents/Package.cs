namespace Talentys.Architecture.Tests.Documents;

/// <summary>A package that was restored.</summary>
/// <param name="Name">Its identifier.</param>
/// <param name="Version">The version restored.</param>
/// <param name="Licence">SPDX expression, or nothing when the package does not give one.</param>
/// <param name="Shipped">It is part of the program; otherwise it only builds or tests it.</param>
internal sealed record Package(string Name, string Version, string? Licence, bool Shipped);
