namespace Talentys.Jinja.Public;

/// <summary>How templates are read.</summary>
/// <param name="TrimBlocks">The line's end behind a block is taken away.</param>
/// <param name="LeftStripBlocks">Blanks before a block on its line are taken away.</param>
/// <param name="KeepTrailingNewline">The line's end at the end of the template stays.</param>
public sealed record JinjaSyntax(bool TrimBlocks = false, bool LeftStripBlocks = false, bool KeepTrailingNewline = false);
