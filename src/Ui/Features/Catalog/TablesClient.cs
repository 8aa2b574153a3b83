using System.Globalization;
using System.Text.Json;
using Talentys.Contracts;
using Talentys.Ui.Api;
using Talentys.Ui.Kit;

namespace Talentys.Ui.Features.Catalog;

/// <summary>Tables, as the API tells them.</summary>
public sealed class TablesClient(ApiClient api)
{
    /// <summary>A window of the tables.</summary>
    public Task<ListWindow<TableListItem>> ListAsync(ListQuery query, string schema, CancellationToken cancellationToken) =>
        api.GetAsync<ListWindow<TableListItem>>(
            $"api/v1/tables/window?search={Escape(query.Search)}&schema={Escape(schema)}&sort={(query.Sort.Length > 0 ? query.Sort : "name")}"
            + $"&desc={(query.Descending ? "true" : "false")}&offset={query.Offset}&count={query.Count}",
            cancellationToken);

    /// <summary>Schemas that have tables.</summary>
    public Task<IReadOnlyList<SchemaListItem>> SchemasAsync(CancellationToken cancellationToken) =>
        api.GetAsync<IReadOnlyList<SchemaListItem>>("api/v1/tables/schemas", cancellationToken);

    /// <summary>A table at its current version.</summary>
    public Task<TableDetail> ShowAsync(string schema, string table, CancellationToken cancellationToken) =>
        api.GetAsync<TableDetail>(Path(schema, table), cancellationToken);

    /// <summary>A table at one of its versions.</summary>
    public Task<TableDetail> ShowAsync(string schema, string table, long version, CancellationToken cancellationToken) =>
        api.GetAsync<TableDetail>(string.Create(CultureInfo.InvariantCulture, $"{Path(schema, table)}?version={version}"), cancellationToken);

    /// <summary>Versions of a table, newest first.</summary>
    public Task<Page<TableVersionItem>> VersionsAsync(string schema, string table, string? cursor, CancellationToken cancellationToken) =>
        api.GetAsync<Page<TableVersionItem>>($"{Path(schema, table)}/versions?limit=100{(cursor is null ? "" : $"&cursor={Escape(cursor)}")}", cancellationToken);

    /// <summary>From which columns those of a table come, and where they go.</summary>
    public Task<TableLineage> LineageAsync(string schema, string table, CancellationToken cancellationToken) =>
        api.GetAsync<TableLineage>($"{Path(schema, table)}/lineage", cancellationToken);

    /// <summary>Makes the content of an older version the current one, as a new version.</summary>
    public Task<TableVersionItem> RollBackAsync(string schema, string table, long to) =>
        api.PostAsync<TableVersionItem>($"{Path(schema, table)}/rollback", new TableRollback(to));

    /// <summary>What upkeep of a table would do.</summary>
    public Task<IReadOnlyList<MaintenancePlan>> PlanUpkeepAsync(string schema, string table, CancellationToken cancellationToken) =>
        api.PostAsync<IReadOnlyList<MaintenancePlan>>("api/v1/maintenance/plan", new MaintenanceRequest([$"{schema}.{table}"]), cancellationToken);

    /// <summary>Begins the upkeep of a table.</summary>
    public Task<StartedRunDto> StartUpkeepAsync(string schema, string table, CancellationToken cancellationToken) =>
        api.PostAsync<StartedRunDto>("api/v1/maintenance", new MaintenanceRequest([$"{schema}.{table}"]), cancellationToken);

    /// <summary>Drops a table.</summary>
    public Task DropAsync(string schema, string table) => api.CallAsync(HttpMethod.Delete, Path(schema, table));

    /// <summary>The rows of a small statement.</summary>
    public Task<SampleRows> SampleAsync(string statement, CancellationToken cancellationToken) => SampleAsync(new QueryRequest(statement), cancellationToken);

    /// <summary>The first rows of a statement.</summary>
    public async Task<SampleRows> SampleAsync(QueryRequest request, CancellationToken cancellationToken)
    {
        using var answer = await api.PostAsync<JsonDocument>("api/v1/query", request, cancellationToken);
        var root = answer.RootElement;
        if (root.TryGetProperty("error", out var error) && error.Deserialize<ProblemFault>(ApiClient.Json) is { } fault)
        {
            throw new ApiException(new Problem("about:blank", "", 400, fault.Code, fault.Message, fault.Place, fault.Mend, [fault], ""));
        }

        return new SampleRows(
            root.GetProperty("columns").Deserialize<IReadOnlyList<ResultColumn>>(ApiClient.Json)!,
            [.. root.GetProperty("rows").EnumerateArray().Select(row => (IReadOnlyList<string?>)[.. row.EnumerateArray().Select(Text)])]);
    }

    private static string? Text(JsonElement cell) => cell.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => cell.GetString(),
        _ => cell.GetRawText(),
    };

    private static string Path(string schema, string table) => $"api/v1/tables/{Escape(schema)}/{Escape(table)}";

    private static string Escape(string text) => Uri.EscapeDataString(text);
}
