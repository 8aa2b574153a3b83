namespace Talentys.Host.Sessions;

/// <summary>Where a command works, as its options say.</summary>
/// <param name="Folder">Folder of the project; null finds it.</param>
/// <param name="Environment">Environment; null takes the default.</param>
/// <param name="Server">A server elsewhere; null works on the folder.</param>
/// <param name="Quiet">Say nothing but errors.</param>
internal sealed record SessionTarget(string? Folder, string? Environment, Uri? Server, bool Quiet);
