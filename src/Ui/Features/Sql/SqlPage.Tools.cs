using Talentys.Contracts;
using Talentys.Ui.Api;
using Talentys.Ui.Kit;

namespace Talentys.Ui.Features.Sql;

/// <summary>What the SQL page does beside running: lay out, save, explain, look as somebody else, mend.</summary>
public sealed partial class SqlPage
{
    private SavedPanel? savedPanel;
    private bool saving;
    private bool looking;

    private List<MenuEntry> Entries()
    {
        List<MenuEntry> entries =
        [
            new(T["Save"], SaveAsync, "Ctrl+S"),
            new(T["Format"], FormatAsync, "Ctrl+Shift+F"),
            new(T["Explain"], () => ExplainAsync(run: false), "Ctrl+Shift+E"),
            new(T["Explain and run"], () => ExplainAsync(run: true)),
            new(T["Run all"], () => RunAsync(true), "Ctrl+Shift+Enter"),
        ];
        if (Work.Active.Saved is not null)
        {
            entries.Insert(1, MenuEntry.Does(T["Save as another"], () => Show(saves: true)));
        }

        if (Session.IsAdministrator)
        {
            entries.Add(MenuEntry.Does(T["View as"], () => Show(saves: false)));
        }

        return entries;
    }

    // a menu's entry is chosen in the menu: the page has to draw itself
    private void Show(bool saves)
    {
        (saving, looking) = (saves, !saves);
        StateHasChanged();
    }

    private Task AskedAsync(string what) => what switch
    {
        "format" => FormatAsync(),
        "save" => SaveAsync(),
        "explain" => ExplainAsync(run: false),
        _ => Task.CompletedTask,
    };

    private async Task SaveAsync()
    {
        var draft = Work.Active;
        draft.Text = editor is null ? draft.Text : (await editor.SnapshotAsync()).Text;
        if (string.IsNullOrWhiteSpace(draft.Text))
        {
            Notices.Say(T["There is no statement here yet."]);
            return;
        }

        if (draft.Saved is not { MayChange: true } saved)
        {
            saving = true;
            StateHasChanged();
            return;
        }

        try
        {
            var now = await Saved.ShowAsync(saved.Id, default);
            await SavedAsync(await Saved.ChangeAsync(saved.Id, saved.Version, new SaveQuery(now.Name, draft.Text, now.Description, now.Tags, now.Shared)));
            Notices.Say(T["“{0}” is saved.", now.Name]);
        }
        catch (ApiException gone) when (gone.Problem.Code == "query.saved_unknown")
        {
            await Work.UnsavedAsync(saved.Id);
            saving = true;
        }
        catch (ApiException failure)
        {
            Notices.Fail(failure);
        }
    }

    private async Task SavedAsync(SavedQuery query)
    {
        await Work.SavedAsync(Work.Active, query);
        if (savedPanel is { } panel && side == Side.Saved)
        {
            await panel.LoadAsync();
        }
    }

    private async Task SavedOpenedAsync()
    {
        if (!await Browser.IsWideAsync())
        {
            side = Side.None;
        }

        if (editor is not null)
        {
            await editor.FocusAsync();
        }
    }

    private async Task OpenSavedAsync(string id)
    {
        try
        {
            await Work.OpenSavedAsync(await Saved.ShowAsync(id, default));
        }
        catch (ApiException failure)
        {
            Notices.Fail(failure);
        }
    }

    private async Task FormatAsync()
    {
        if (editor is null)
        {
            return;
        }

        var now = await editor.SnapshotAsync();
        var (from, to) = now.To > now.From ? (now.From, now.To) : (0, now.Text.Length);
        if (await Formatter.FormatAsync(now.Text[from..to]) is not { } laid)
        {
            Notices.Say(T["This text cannot be formatted: it is unfinished, or has a form that is not known."]);
        }
        else if (laid != now.Text[from..to])
        {
            await editor.ReplaceAsync(from, to, laid);
        }
    }

    private async Task ExplainAsync(bool run)
    {
        if (editor is null)
        {
            return;
        }

        var now = await editor.SnapshotAsync();
        Work.Active.Text = now.Text;
        if ((now.To > now.From ? Chosen(now, all: false).FirstOrDefault() : SqlText.StatementAt(now.Text, now.Cursor)) is not { } one)
        {
            Notices.Say(T["There is no statement here yet."]);
            return;
        }

        await BeginAsync(Work.Active, [PlanTree.Explains(one.Sql) ? one : one with { Explain = run ? "explain (analyze, format json) " : "explain (format json) " }]);
    }

    /// <summary>Writes the name that was meant in place of the one that is wrong, and runs again.</summary>
    private async Task MendAsync(ResultRun run)
    {
        if (editor is null || run.Fault is not { Nearest: { } nearest, Position: { Length: > 0 } position } fault
            || TextPlace.IndexOf(run.Statement.Sql, fault.Place) is not { } at || run.StartIn(Work.Active.Text) is not { } start)
        {
            return;
        }

        await editor.ReplaceAsync(start + at, start + at + position.Length, SqlText.Quoted(nearest));
        await RunAsync(false);
    }

    private static string Isolated(string name) => $"\u2068{name}\u2069";
}
