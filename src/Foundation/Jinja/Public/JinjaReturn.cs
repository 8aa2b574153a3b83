namespace Talentys.Jinja.Public;

/// <summary>What a function gives so that the macro which prints it ends with a value instead of its text.</summary>
/// <param name="Value">The value.</param>
public sealed record JinjaReturn(object? Value);
