namespace Talentys.Contracts;

/// <summary>A part of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">The part.</param>
/// <param name="Next">Opaque cursor of the following part, to be sent as <c>?cursor=</c>; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
