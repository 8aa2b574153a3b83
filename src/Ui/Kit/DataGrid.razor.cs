using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Talentys.Ui.Api;

namespace Talentys.Ui.Kit;

/// <summary>Rows of any number with columns of any number: a script draws what is in the view, and asks for windows of it.</summary>
public sealed partial class DataGrid
{
    private const int MostCopied = 100_000;
    private readonly string hintId = "grid-hint-" + Guid.NewGuid().ToString("N")[..8];
    private CancellationTokenSource reading = new();
    private ScriptPart? part;
    private DotNetObjectReference<DataGrid>? self;
    private ElementReference host;
    private ApiException? failure;
    private OpenMenu? menu;
    private OpenCell? cell;
    private bool sideWasTaken;
    private object? shownOf;
    private int shownColumns = -1;
    private long shownRows = -1;
    private GridSort shownSort = GridSort.None;

    protected override void OnInitialized() => Link.Returned += Again;

    protected override void OnParametersSet()
    {
        cell = SideTaken && !sideWasTaken ? null : cell;
        sideWasTaken = SideTaken;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            self = DotNetObjectReference.Create(this);
            part = new ScriptPart(Js, "grid");
            await part.MountAsync(host, self, new GridLabels(T["Row number"], T.Language == "fr" ? "fr" : "en", true));
            await ShowAsync();
        }
    }

    protected override Task OnParametersSetAsync() => ShowAsync();

    /// <summary>Takes the focus.</summary>
    public Task FocusAsync() => part?.TellAsync("focus") ?? Task.CompletedTask;

    /// <summary>Asked by the script for a window; empty where it could not be read.</summary>
    [JSInvokable]
    public async Task<byte[]> Window(long offset, int count, int firstColumn, int columns)
    {
        try
        {
            var window = await Read(new GridWindow(offset, count, firstColumn, columns), reading.Token);
            if (failure is not null)
            {
                failure = null;
                StateHasChanged();
            }

            return window;
        }
        catch (OperationCanceledException)
        {
            return [];
        }
        catch (ApiException refused)
        {
            if (Failed.HasDelegate)
            {
                await Failed.InvokeAsync(refused);
            }
            else
            {
                failure = refused;
                StateHasChanged();
            }

            return [];
        }
    }

    /// <summary>Asked by the script for a whole cell, to copy it; null where it could not be read.</summary>
    [JSInvokable]
    public async Task<string?> Whole(long row, int column)
    {
        try
        {
            return await ReadCell(row, column, reading.Token);
        }
        catch (Exception refused) when (refused is ApiException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Told by the script to show a whole cell.</summary>
    [JSInvokable]
    public async Task Open(long row, int column, bool isNull)
    {
        cell = new OpenCell(row, column, isNull);
        await CellOpened.InvokeAsync();
        StateHasChanged();
    }

    /// <summary>Told by the script to sort; column -1 for none.</summary>
    [JSInvokable("Sort")]
    public async Task SortBy(int column, bool descending)
    {
        if (!SortChanged.HasDelegate)
        {
            return;
        }

        if (SortRefused is { } why)
        {
            Notices.Say(why);
            return;
        }

        cell = null;
        await SortChanged.InvokeAsync(new GridSort(column, descending));
    }

    /// <summary>Told by the script to open the menu of a column.</summary>
    [JSInvokable]
    public void Menu(int column, double start, double top)
    {
        menu = new OpenMenu(column, FormattableString.Invariant($"inset-inline-start: {start:0}px; inset-block-start: {top:0}px"));
        StateHasChanged();
    }

    /// <summary>Told by the script how copying went.</summary>
    [JSInvokable]
    public void Copied(string outcome, long cells) => Notices.Say(outcome switch
    {
        "copied" => T.Count(cells, "{0} cell copied", "{0} cells copied"),
        "too-many" => T["These are {0} cells. At most {1} are copied at once; export the result to have more.", F.Number(cells), F.Number(MostCopied)],
        _ => T["The browser did not let the cells be copied, or they could not be read."],
    });

    public async ValueTask DisposeAsync()
    {
        Link.Returned -= Again;
        await reading.CancelAsync();
        reading.Dispose();
        if (part is not null)
        {
            await part.DisposeAsync();
        }

        self?.Dispose();
    }

    private async Task ShowAsync()
    {
        if (part is not { IsMounted: true })
        {
            return;
        }

        if (!Of.Equals(shownOf) || shownColumns != Columns.Count)
        {
            (shownOf, shownColumns, shownRows, shownSort) = (Of, Columns.Count, Rows, Sort);
            (cell, menu, failure) = (null, null, null);
            await RenewAsync();
            await part.TellAsync("setRows", 0);
            await part.TellAsync("setColumns", [Columns.Select(column => (string[])[column.Name, column.Type, IsNumber(column.Type) ? "1" : "", column.Mask is { } mask ? T["masked: {0}", mask] : ""]).ToArray()]);
            await part.TellAsync("setSort", Sort.Column, Sort.Descending);
            await part.TellAsync("setRows", Rows);
            return;
        }

        if (shownSort != Sort)
        {
            shownSort = Sort;
            await RenewAsync();
            await part.TellAsync("setSort", Sort.Column, Sort.Descending);
        }

        if (shownRows != Rows)
        {
            shownRows = Rows;
            await part.TellAsync("setRows", Rows);
        }
    }

    private async Task RenewAsync()
    {
        await reading.CancelAsync();
        reading.Dispose();
        reading = new CancellationTokenSource();
    }

    private void Again() => _ = InvokeAsync(RetryAsync);

    private async Task RetryAsync()
    {
        failure = null;
        StateHasChanged();
        if (part is not null)
        {
            await part.TellAsync("retry");
        }
    }

    private async Task CloseMenuAsync()
    {
        menu = null;
        await FocusAsync();
    }

    private async Task CloseCellAsync()
    {
        cell = null;
        await FocusAsync();
    }

    private List<MenuEntry> MenuItems(int column)
    {
        var items = new List<MenuEntry>();
        if (SortChanged.HasDelegate)
        {
            items.Add(new MenuEntry(T["Sort ascending"], () => SortBy(column, false)));
            items.Add(new MenuEntry(T["Sort descending"], () => SortBy(column, true)));
            if (Sort.Column >= 0)
            {
                items.Add(new MenuEntry(T["Do not sort"], () => SortBy(-1, false)));
            }
        }

        items.AddRange(Actions.Select(action => new MenuEntry(action.Text, () => action.Chosen(column))));
        items.Add(new MenuEntry(T["Fit the width"], () => part!.TellAsync("fit", column)));
        items.Add(new MenuEntry(T["Copy the name"], () => CopyNameAsync(column)));
        return items;
    }

    private async Task CopyNameAsync(int column) =>
        Notices.Say(await Browser.CopyAsync(Columns[column].Name) ? T["Copied"] : T["The browser did not let it be copied."]);

    /// <summary>Whether values of a type are numbers, which stand at the end.</summary>
    public static bool IsNumber(string type) =>
        type.Split('(')[0].ToUpperInvariant() is "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "HUGEINT" or "UTINYINT" or "USMALLINT" or "UINTEGER" or "UBIGINT" or "UHUGEINT"
            or "INT" or "LONG" or "FLOAT" or "REAL" or "DOUBLE" or "DECIMAL" or "NUMERIC";

    private sealed record GridLabels(string Number, string Language, bool Group);

    private sealed record OpenMenu(int Column, string Style);

    private sealed record OpenCell(long Row, int Column, bool IsNull);
}
