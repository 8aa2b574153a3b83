namespace Talentys.Contracts;

/// <summary>Asks to load files into tables.</summary>
/// <param name="Paths">Files, folders or globs: absolute, or relative to the project.</param>
/// <param name="Into">Schema of the tables; <c>main</c> when not given.</param>
/// <param name="Mode"><c>replace</c> (also when not given) or <c>append</c>.</param>
/// <param name="RejectLimit">Records that may be rejected before nothing is published: a count (<c>100</c>) or a share (<c>1%</c>, also when not given).</param>
public sealed record LoadRequest(IReadOnlyList<string> Paths, string? Into = null, string? Mode = null, string? RejectLimit = null);
