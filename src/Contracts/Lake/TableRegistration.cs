namespace Talentys.Contracts;

/// <summary>Asks to take in a table that another engine wrote, in place.</summary>
/// <param name="Schema">Schema that it gets here; null for the default one.</param>
/// <param name="Name">Name that it gets here.</param>
/// <param name="Metadata">Its metadata file, or its folder, whose newest metadata is found.</param>
public sealed record TableRegistration(string? Schema, string Name, string Metadata);
