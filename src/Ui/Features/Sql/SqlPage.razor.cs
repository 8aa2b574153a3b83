using System.Globalization;
using Microsoft.AspNetCore.Components;
using Talentys.Contracts;
using Talentys.Ui.Api;
using Talentys.Ui.Kit;

namespace Talentys.Ui.Features.Sql;

/// <summary>The SQL page: drafts, their statements and results.</summary>
public sealed partial class SqlPage
{
    private const string SplitKey = "sql.split";
    private const string TreeKey = "sql.tree";
    private CodeEditor? editor;
    private ColumnOf? column;
    private Side side;
    private double share = 38;
    private bool treeOpen;
    private bool opened;

    /// <summary>What is shown beside.</summary>
    private enum Side
    {
        None,
        History,
        Saved,
        Statistics,
    }

    /// <summary>Identifier of a saved query to be opened.</summary>
    [SupplyParameterFromQuery(Name = "saved")]
    public string? SavedId { get; set; }

    /// <summary>A statement to be opened in a new draft.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Q { get; set; }

    protected override async Task OnInitializedAsync()
    {
        Work.Changed += Show;
        Work.Faulted += Faulted;
        if (double.TryParse(await Browser.ReadAsync(SplitKey), CultureInfo.InvariantCulture, out var kept))
        {
            share = Math.Clamp(kept, 12, 85);
        }

        var wide = await Browser.IsWideAsync();
        treeOpen = wide && await Browser.ReadAsync(TreeKey) != "closed";
        await Work.OpenAsync(Session.Me!.Id);
        opened = true;
        await TakeAsync();
    }

    protected override Task OnParametersSetAsync() => opened ? TakeAsync() : Task.CompletedTask;

    public void Dispose()
    {
        Work.Changed -= Show;
        Work.Faulted -= Faulted;
    }

    // a statement in the address is taken once: the address is what it was without it
    private async Task TakeAsync()
    {
        if (SavedId is { Length: > 0 } id)
        {
            SavedId = null;
            await OpenSavedAsync(id);
            Navigation.NavigateTo("sql", replace: true);
        }

        if (string.IsNullOrWhiteSpace(Q))
        {
            return;
        }

        var sql = Q;
        Q = null;
        await OpenAsync(sql);
        Navigation.NavigateTo("sql", replace: true);
    }

    private async Task OpenAsync(string sql)
    {
        if (Work.Drafts.FirstOrDefault(draft => draft.Text == sql) is { } same)
        {
            Work.Activate(same);
        }
        else if (string.IsNullOrWhiteSpace(Work.Active.Text) && Work.Active.Runs.Count == 0)
        {
            await UseAsync(sql);
        }
        else
        {
            await Work.NewAsync(sql);
        }

        if (side == Side.History && !await Browser.IsWideAsync())
        {
            side = Side.None;
        }
    }

    private async Task UseAsync(string sql)
    {
        await Work.WriteAsync(Work.Active, sql);
        StateHasChanged();
        if (editor is not null)
        {
            await editor.FocusAsync();
        }
    }

    private async Task RunAsync(bool all)
    {
        if (editor is null)
        {
            return;
        }

        var now = await editor.SnapshotAsync();
        var draft = Work.Active;
        draft.Text = now.Text;
        var statements = Chosen(now, all);
        if (statements.Count == 0)
        {
            Notices.Say(T["There is no statement here yet."]);
            return;
        }

        await BeginAsync(draft, statements);
    }

    // what is selected, else the one at the cursor, or all
    private static List<SqlStatement> Chosen(CodeSnapshot now, bool all) =>
        now.To > now.From && !all ? [.. SqlText.Units(now.Text[now.From..now.To]).Select(part => part with { Start = part.Start + now.From })]
        : all ? SqlText.Units(now.Text)
        : SqlText.At(now.Text, now.Cursor) is { } one ? [one] : [];

    private async Task BeginAsync(Draft draft, List<SqlStatement> statements)
    {
        await editor!.UnmarkAsync();
        if (side == Side.Statistics)
        {
            side = Side.None;
        }

        await CancelAsync();
        await Work.RunAsync(draft, statements);
    }

    private async Task CancelAsync()
    {
        try
        {
            await Work.CancelAsync(Work.Active);
        }
        catch (ApiException failure)
        {
            Notices.Fail(failure);
        }
    }

    private async Task InsertAsync(string text)
    {
        if (editor is not null)
        {
            await editor.InsertAsync(text);
            treeOpen = treeOpen && await Browser.IsWideAsync();
        }
    }

    private async Task GoToAsync(int place)
    {
        if (editor is not null)
        {
            await editor.GoToAsync(place);
        }
    }

    private void Typed(TypedText typed) => Work.Typed(typed.Key, typed.Text);

    private void KeepRefused() =>
        Notices.Say(T["This browser does not keep a draft this large. Keep a copy of it yourself before you close the page."]);

    private async Task SplitAsync(double next)
    {
        share = next;
        await Browser.KeepAsync(SplitKey, next.ToString("0.#", CultureInfo.InvariantCulture));
    }

    private async Task ToggleTreeAsync()
    {
        treeOpen = !treeOpen;
        if (await Browser.IsWideAsync())
        {
            await Browser.KeepAsync(TreeKey, treeOpen ? "open" : "closed");
        }
    }

    private void Toggle(Side wanted) => side = side == wanted ? Side.None : wanted;

    private void ShowStatistics(ColumnOf of) => (side, column) = (Side.Statistics, of);

    private void Faulted(Draft draft, ResultRun run) => _ = InvokeAsync(async () =>
    {
        if (draft == Work.Active && draft.Run == run)
        {
            await MarkAsync(run);
        }
    });

    private async Task ChosenAsync(ResultRun run)
    {
        if (editor is not null)
        {
            await editor.UnmarkAsync();
            await MarkAsync(run);
        }
    }

    private async Task MarkAsync(ResultRun run)
    {
        if (editor is not null && run.Fault is { } fault
            && TextPlace.IndexOf(run.Statement.Sql, fault.Place) is { } at && run.StartIn(Work.Active.Text) is { } start)
        {
            await editor.MarkAsync(start + at, fault.Position?.Length ?? 0, fault.Mend is { } mend ? $"{fault.Message} {mend}" : fault.Message);
        }
    }

    private void Show() => _ = InvokeAsync(StateHasChanged);
}
