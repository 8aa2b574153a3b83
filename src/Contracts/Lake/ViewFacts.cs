namespace Talentys.Contracts;

/// <summary>What is told of a view beside its columns.</summary>
/// <param name="Sql">Its query; null where the caller may not read it.</param>
/// <param name="Definer">Name of who made it.</param>
/// <param name="Invoker">Whether its tables are read with the rights of whoever asks; otherwise with those of the definer.</param>
/// <param name="Comment">What it is, or null.</param>
public sealed record ViewFacts(string? Sql, string Definer, bool Invoker, string? Comment);
