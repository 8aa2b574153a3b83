namespace Talentys.Contracts;

/// <summary>What program answers.</summary>
/// <param name="Name">Name of the product.</param>
/// <param name="Version">Its version.</param>
/// <param name="Runtime">The runtime it runs on.</param>
public sealed record About(string Name, string Version, string Runtime);
