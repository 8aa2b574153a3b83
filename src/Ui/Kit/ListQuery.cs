using Microsoft.AspNetCore.Components;

namespace Talentys.Ui.Kit;

/// <summary>The part of a list that is asked for.</summary>
/// <param name="Search">Text that items hold; empty for all.</param>
/// <param name="Sort">Key of the column it is sorted by; empty for the natural order.</param>
/// <param name="Descending">Whether the greatest comes first.</param>
/// <param name="Offset">Number of the first item, from 0.</param>
/// <param name="Count">Most items.</param>
public sealed record ListQuery(string Search, string Sort, bool Descending, int Offset, int Count);

/// <summary>A column of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Title">Its title.</param>
/// <param name="Cell">Draws its cell.</param>
/// <param name="Sort">Key by which the server or page sorts; null when it does not.</param>
/// <param name="End">Whether it stands at the end: numbers.</param>
/// <param name="Width">Its share of the width, as a CSS grid track: <c>2fr</c>, <c>8rem</c>.</param>
/// <param name="Wide">Whether it is left out in a narrow window.</param>
public sealed record ListColumn<T>(
    string Title, RenderFragment<T> Cell, string? Sort = null, bool End = false, string Width = "minmax(0, 1fr)", bool Wide = false);
