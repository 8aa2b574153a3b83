using Talentys.Gateway.Public;

namespace Talentys.Gateway;

/// <summary>Settings of the module, section <c>Gateway</c>.</summary>
public sealed class GatewayOptions
{
    /// <summary>The PostgreSQL protocol.</summary>
    public PostgresOptions Postgres { get; set; } = new();
}
