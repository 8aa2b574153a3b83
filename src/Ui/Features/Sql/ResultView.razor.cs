using Microsoft.AspNetCore.Components;
using Talentys.Contracts;
using Talentys.Ui.Api;
using Talentys.Ui.Kit;

namespace Talentys.Ui.Features.Sql;

/// <summary>The result of one statement: its state, its rows or its chart, or its fault.</summary>
public sealed partial class ResultView
{
    private bool exporting;

    /// <summary>The draft it belongs to.</summary>
    [Parameter, EditorRequired]
    public Draft Draft { get; set; } = default!;

    /// <summary>The run.</summary>
    [Parameter, EditorRequired]
    public ResultRun Run { get; set; } = default!;

    /// <summary>Told to show a place of the draft.</summary>
    [Parameter]
    public EventCallback<int> GoTo { get; set; }

    /// <summary>Told to write the name that was meant.</summary>
    [Parameter]
    public EventCallback<ResultRun> Mend { get; set; }

    /// <summary>Told to show what a column holds.</summary>
    [Parameter]
    public EventCallback<ColumnOf> Statistics { get; set; }

    /// <summary>Whether a side panel of the page is open.</summary>
    [Parameter]
    public bool SideTaken { get; set; }

    /// <summary>Told that the side panel of a cell opens.</summary>
    [Parameter]
    public EventCallback CellOpened { get; set; }

    private bool HasRows => Run is { IsGone: false, Result: { Columns.Count: > 0 } result } && (result.State is "running" or "succeeded" || result.Rows > 0);

    private string Spoken => Run switch
    {
        { IsGone: true } => Gone.Title,
        { IsBusy: true } => "",
        { Result.State: "succeeded" } => T.Count(Run.Result!.Rows, "{0} row", "{0} rows"),
        { Result.State: "cancelled" } => T["Cancelled"],
        _ => "",
    };

    // where the fault is in the draft as it is now
    private int? Place => Run.Fault is { } fault && TextPlace.IndexOf(Run.Statement.Sql, fault.Place) is { } at && Run.StartIn(Draft.Text) is { } start ? start + at : null;

    private ApiException? Failure
    {
        get
        {
            if (Run.Fault is not { } fault || Run.Result?.State == "cancelled")
            {
                return null;
            }

            var place = fault.Place;
            if (Place is { } at)
            {
                place = Told(TextPlace.Count(Draft.Text, at));
            }
            else if (TextPlace.TryRead(fault.Place, out var line, out var column))
            {
                place = Told((line, column)); // of the statement as it was
            }

            var shown = fault with { Place = place };
            var problem = Run.Failure?.Problem;
            return new ApiException(new Problem(
                "about:blank", "", problem?.Status ?? 400, fault.Code, fault.Message, place, fault.Mend,
                [shown, .. (problem?.Faults ?? []).Skip(1)], problem?.RequestId ?? ""));
        }
    }

    private string Told((int Line, int Column) place) => T["Line {0}, column {1}", F.Number(place.Line), F.Number(place.Column)];

    private List<GridAction> Actions => Run.IsBusy
        ? []
        : [new GridAction(T["Statistics of the column"], column => Statistics.InvokeAsync(new ColumnOf(Run, column)))];

    /// <summary>Why there is no result: it was kept for its time, or the server ended before the statement did.</summary>
    private (string Title, string Text) Gone => Run.Result is { State: "running" }
        ? (T["The server ended before the statement did"], T["If it writes, look first whether it did: it may have ended just before. Your draft is as it was."])
        : (T["This result is no longer on the server"], T["Results are kept for a while only, and not over a restart of the server. Your draft is as it was."]);

    private void Show(bool chart)
    {
        Run.ShowsChart = chart;
        Work.Touch();
    }

    private async Task<byte[]> ReadAsync(GridWindow window, CancellationToken cancellationToken)
    {
        try
        {
            return await Results.RowsAsync(Run.Id!, window, Run.Sort, cancellationToken);
        }
        catch (ApiException gone) when (gone.Problem.Code == SqlWorkspace.GoneCode)
        {
            Work.Gone(Run);
            return [];
        }
    }

    private async Task<string> CellAsync(long row, int column, CancellationToken cancellationToken)
    {
        try
        {
            return await Results.CellAsync(Run.Id!, row, column, Run.Sort, cancellationToken);
        }
        catch (ApiException gone) when (gone.Problem.Code == SqlWorkspace.GoneCode)
        {
            Work.Gone(Run);
            throw;
        }
    }

    private string CellAddress(long row, int column) => ResultsClient.CellAddress(Run.Id!, row, column, Run.Sort);

    private void SortAsync(GridSort sort)
    {
        Run.Sort = sort;
        Work.Touch();
    }

    private List<MenuEntry> Exports() =>
    [
        new(T["CSV"], () => ExportAsync("csv"), ".csv"),
        new(T["Excel"], () => ExportAsync("xlsx"), ".xlsx"),
        new(T["Parquet"], () => ExportAsync("parquet"), ".parquet"),
        new(T["JSON"], () => ExportAsync("json"), ".json"),
    ];

    private async Task CloseExportAsync()
    {
        exporting = false;
        await Browser.FocusAsync("#sql-export");
    }

    private async Task ExportAsync(string format)
    {
        try
        {
            // asked first: a download that fails would leave the page without a word
            await Results.ShowAsync(Run.Id!, -1, 0, default);
            if (format == "xlsx" && Run.Result!.Rows > 1_048_575)
            {
                Notices.Say(T["A sheet of Excel holds 1,048,575 rows. Choose CSV or Parquet to have all of them."]);
                return;
            }

            await Browser.DownloadAsync(ResultsClient.ExportAddress(Run.Id!, format, Run.Sort));
        }
        catch (ApiException gone) when (gone.Problem.Code == SqlWorkspace.GoneCode)
        {
            Work.Gone(Run);
        }
        catch (ApiException failure)
        {
            Notices.Fail(failure);
        }
    }
}
