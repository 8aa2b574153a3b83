namespace Talentys.Transformation.Reading;

/// <summary>A file of a package as its folder lists it.</summary>
/// <param name="Root">The folder of the package in which it was looked for.</param>
/// <param name="Path">Its path from the package's folder, with <c>/</c>.</param>
/// <param name="Full">Its whole path.</param>
/// <param name="Written">When it was written, in UTC ticks.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="IsLink">Whether it stands for another file, whose time and size these are not.</param>
internal sealed record FoundFile(string Root, string Path, string Full, long Written, long Length, bool IsLink);
