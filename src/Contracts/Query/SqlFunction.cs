namespace Talentys.Contracts;

/// <summary>A function that statements may call.</summary>
/// <param name="Name">Name.</param>
/// <param name="Kind">scalar, aggregate, window, table or macro.</param>
/// <param name="Signature">Its parameters, as <c>date_trunc(part, timestamp)</c>.</param>
/// <param name="Description">What it does, or null.</param>
public sealed record SqlFunction(string Name, string Kind, string Signature, string? Description);
