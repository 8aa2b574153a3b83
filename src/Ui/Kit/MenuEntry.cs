namespace Talentys.Ui.Kit;

/// <summary>An entry of a menu: an address, or something that is done.</summary>
/// <param name="Text">Its words.</param>
/// <param name="Chosen">Done when it is chosen.</param>
/// <param name="Hint">A key or a word beside it.</param>
/// <param name="Href">Address it leads to.</param>
/// <param name="Icon">Its icon, or none.</param>
public sealed record MenuEntry(string Text, Func<Task>? Chosen = null, string? Hint = null, string? Href = null, string? Icon = null)
{
    /// <summary>An entry that does something at once.</summary>
    public static MenuEntry Does(string text, Action chosen) => new(text, () =>
    {
        chosen();
        return Task.CompletedTask;
    });
}
