using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Talentys.Gateway.Postgres;
using Talentys.Gateway.Postgres.Connections;
using Talentys.Gateway.Postgres.SignIns;
using Talentys.Gateway.Public;
using Talentys.Web;

namespace Talentys.Gateway;

/// <summary>Foreign doors to the query path: PostgreSQL's wire protocol.</summary>
public sealed class GatewayModule : IModule
{
    /// <inheritdoc/>
    public static string Name => "Gateway";

    /// <inheritdoc/>
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<GatewayOptions>().Bind(configuration.GetSection(Name))
            .Validate(options => options.Postgres is { Connections: > 0, ConnectionsPerOrganisation: > 0, MaxObjects: > 0 }, "The limits of Gateway:Postgres must be positive.")
            .Validate(options => options.Postgres.MaxMessageBytes >= 64 * 1024, "Gateway:Postgres:MaxMessageBytes must be at least 65536.")
            .Validate(options => options.Postgres.StartUpTimeout > TimeSpan.Zero && options.Postgres.SendTimeout > TimeSpan.Zero, "The time-outs of Gateway:Postgres must be positive.")
            .ValidateOnStart();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<GatewayOptions>>().Value);
        services.AddSingleton(provider => provider.GetRequiredService<GatewayOptions>().Postgres);
        services.AddSingleton<PostgresAddress>();
        services.AddSingleton<GatewayServices>();
        services.AddSingleton<SessionRegistry>();
        services.AddSingleton<Databases>();
        services.AddSingleton<SignIn>();
        services.AddHostedService<PostgresListener>();
    }

    /// <inheritdoc/>
    public static void Map(IEndpointRouteBuilder routes)
    {
        // no routes: this module listens by itself
    }
}
