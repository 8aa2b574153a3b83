namespace Talentys.Ui.Kit;

/// <summary>A tab.</summary>
/// <param name="Key">Identifies it; letters, digits and hyphens.</param>
/// <param name="Title">Its name.</param>
/// <param name="Count">How many things are in it, or null.</param>
public sealed record TabItem(string Key, string Title, string? Count = null);
