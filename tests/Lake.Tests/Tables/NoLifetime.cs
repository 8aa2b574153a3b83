using Microsoft.Extensions.Hosting;

namespace Talentys.Lake.Tests.Tables;

/// <summary>The life of a host that neither starts nor ends.</summary>
internal sealed class NoLifetime : IHostApplicationLifetime
{
    public CancellationToken ApplicationStarted => default;

    public CancellationToken ApplicationStopping => default;

    public CancellationToken ApplicationStopped => default;

    public void StopApplication()
    {
    }
}
