using Microsoft.Extensions.Logging;
using Talentys.Gateway.Postgres.Connections;
using Talentys.Gateway.Public;
using Talentys.Kernel;
using Talentys.Query.Public;

namespace Talentys.Gateway.Postgres;

/// <summary>What sessions need of the platform.</summary>
internal sealed class GatewayServices(
    GatewayOptions options, IQueries queries, TimeProvider clock, PlatformFolders folders, SessionRegistry sessions, ILogger<GatewayServices> log)
{
    public PostgresOptions Options => options.Postgres;

    /// <summary>The one way in for SQL.</summary>
    public IQueries Queries => queries;

    public TimeProvider Clock => clock;

    /// <summary>All sessions that there are.</summary>
    public SessionRegistry Sessions => sessions;

    public ILogger Log => log;

    /// <summary>Where rows of paused cursors are kept.</summary>
    public string SpoolFolder { get; } = Path.Combine(folders.Cache, "gateway");
}
