using Talentys.Contracts;
using Talentys.Ui.Api;

namespace Talentys.Ui.Features.Models;

/// <summary>The dbt project of the server's folder, as the API tells it.</summary>
public sealed class ModelsClient(ApiClient api)
{
    /// <summary>Events of what the files of the project become.</summary>
    public const string Changes = "api/v1/models/changes";

    /// <summary>All that is in it.</summary>
    public Task<ProjectNodesDto> ListAsync(CancellationToken cancellationToken) => api.GetAsync<ProjectNodesDto>("api/v1/models", cancellationToken);

    /// <summary>One node.</summary>
    public Task<NodeDetailDto> GetAsync(string id, CancellationToken cancellationToken) => api.GetAsync<NodeDetailDto>(Path(id), cancellationToken);

    /// <summary>Its columns.</summary>
    public Task<NodeColumnsDto> ColumnsAsync(string id, CancellationToken cancellationToken) => api.GetAsync<NodeColumnsDto>($"{Path(id)}/columns", cancellationToken);

    /// <summary>The SQL that gives its rows, as it would run now.</summary>
    public Task<CompiledNodeDto> CompiledAsync(string id, CancellationToken cancellationToken) => api.GetAsync<CompiledNodeDto>($"{Path(id)}/compiled", cancellationToken);

    /// <summary>Begins a build.</summary>
    public Task<StartedRunDto> BuildAsync(BuildRequest request) => api.PostAsync<StartedRunDto>("api/v1/builds", request);

    private static string Path(string id) => $"api/v1/models/{Uri.EscapeDataString(id)}";
}
