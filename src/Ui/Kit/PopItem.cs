namespace Talentys.Ui.Kit;

/// <summary>Something that can be chosen in a menu.</summary>
/// <param name="Text">What it does.</param>
/// <param name="Chosen">Does it.</param>
/// <param name="Hint">A key or a word beside it.</param>
public sealed record PopItem(string Text, Func<Task> Chosen, string? Hint = null);
