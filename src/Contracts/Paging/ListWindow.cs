namespace Talentys.Contracts;

/// <summary>A window of a list that is scrolled freely.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">The items from the offset asked for.</param>
/// <param name="Total">Items in all that match.</param>
public sealed record ListWindow<T>(IReadOnlyList<T> Items, int Total);
