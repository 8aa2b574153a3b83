using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Talentys.Storage;

/// <summary>Ready when the database was prepared and answers.</summary>
internal sealed class StorageHealth(StorageStart start, IPlatformDbFactory databases) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!start.Ready)
        {
            return HealthCheckResult.Unhealthy();
        }

        await using var db = databases.Create();
        return await db.Database.CanConnectAsync(cancellationToken) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy();
    }
}
