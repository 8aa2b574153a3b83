using Talentys.Contracts;
using Talentys.Ui.Api;

namespace Talentys.Ui.Features.Admin;

/// <summary>How the server fares.</summary>
public sealed class HealthClient(ApiClient api)
{
    /// <summary>Looks now.</summary>
    public Task<HealthDto> LookAsync(CancellationToken cancellationToken) => api.GetAsync<HealthDto>("api/v1/health", cancellationToken);
}
