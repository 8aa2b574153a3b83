namespace Talentys.Contracts;

/// <summary>Asks for a sync.</summary>
/// <param name="Sources">Sources (<c>erp</c>) and streams (<c>erp.stock</c>); empty for all.</param>
public sealed record SyncRequest(IReadOnlyList<string>? Sources);
