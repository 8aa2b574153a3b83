using Talentys.Contracts;
using Talentys.Ui.Api;
using Talentys.Ui.Kit;

namespace Talentys.Ui.Features.Sql;

/// <summary>Results of statements that the server keeps, and the statements that were run.</summary>
public sealed class ResultsClient(ApiClient api)
{
    /// <summary>Begins a statement; its result is followed by <see cref="ShowAsync"/>.</summary>
    public Task<ResultDto> BeginAsync(QueryRequest request, CancellationToken cancellationToken) =>
        api.PostAsync<ResultDto>("api/v1/queries", request, cancellationToken);

    /// <summary>A result as it is now, or, where it has as many rows as are known, after its next change or a time.</summary>
    public Task<ResultDto> ShowAsync(string id, long knownRows, int waitMs, CancellationToken cancellationToken) =>
        api.GetAsync<ResultDto>($"{Path(id)}?waitMs={waitMs}&knownRows={knownRows}", cancellationToken);

    /// <summary>A window of its rows as JSON.</summary>
    public Task<byte[]> RowsAsync(string id, GridWindow window, GridSort sort, CancellationToken cancellationToken) =>
        api.GetBytesAsync(Rows(id, window, sort), cancellationToken);

    /// <summary>A window of its rows.</summary>
    public Task<ResultWindow> WindowAsync(string id, GridWindow window, CancellationToken cancellationToken) =>
        api.GetAsync<ResultWindow>(Rows(id, window, GridSort.None), cancellationToken);

    /// <summary>A whole cell.</summary>
    public Task<string> CellAsync(string id, long row, int column, GridSort sort, CancellationToken cancellationToken) =>
        api.GetTextAsync(CellAddress(id, row, column, sort), cancellationToken);

    /// <summary>What a column holds.</summary>
    public Task<ResultStatistics> StatisticsAsync(string id, int column, CancellationToken cancellationToken) =>
        api.GetAsync<ResultStatistics>($"{Path(id)}/statistics?column={column}", cancellationToken);

    /// <summary>Stops it.</summary>
    public Task CancelAsync(string id) => api.CallAsync(HttpMethod.Post, $"{Path(id)}/cancel");

    /// <summary>Lets the server forget it.</summary>
    public Task ForgetAsync(string id) => api.CallAsync(HttpMethod.Delete, Path(id));

    /// <summary>Statements of the user, newest first.</summary>
    public Task<Page<QueryHistoryDto>> HistoryAsync(string search, string? cursor, CancellationToken cancellationToken) =>
        api.GetAsync<Page<QueryHistoryDto>>(
            $"api/v1/queries?mine=true&limit=50&search={Uri.EscapeDataString(search)}{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}", cancellationToken);

    /// <summary>Functions that statements may call.</summary>
    public Task<IReadOnlyList<SqlFunction>> FunctionsAsync(CancellationToken cancellationToken) =>
        api.GetAsync<IReadOnlyList<SqlFunction>>("api/v1/functions", cancellationToken);

    /// <summary>Address of a whole cell.</summary>
    public static string CellAddress(string id, long row, int column, GridSort sort) => $"{Path(id)}/cell?row={row}&column={column}{Sorted(sort)}";

    /// <summary>Address from which a result is downloaded.</summary>
    public static string ExportAddress(string id, string format, GridSort sort) => $"{Path(id)}/export?format={format}{Sorted(sort)}";

    private static string Rows(string id, GridWindow window, GridSort sort) =>
        $"{Path(id)}/rows?offset={window.Offset}&count={window.Count}&firstColumn={window.FirstColumn}&columns={window.Columns}{Sorted(sort)}";

    private static string Path(string id) => $"api/v1/queries/{Uri.EscapeDataString(id)}";

    private static string Sorted(GridSort sort) => sort.Column < 0 ? "" : $"&sort={sort.Column}&desc={(sort.Descending ? "true" : "false")}";
}
