using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Talentys.Kernel;

namespace Talentys.Web;

/// <summary>The request pipeline that all endpoints share.</summary>
public static class PlatformWeb
{
    /// <summary>Adds authorization (deny by default, one policy for each role), JSON, the API's description and limits.</summary>
    public static IServiceCollection AddPlatformWeb(this IServiceCollection services, Action<WebOptions>? configure = null)
    {
        var options = services.AddOptions<WebOptions>();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.AddAuthentication();
        var authorization = services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        foreach (var role in Roles.All)
        {
            authorization.AddPolicy(role, policy => policy.RequireAuthenticatedUser().RequireRole(role));
        }

        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AuthorizationProblems>();
        services.AddHealthChecks();
        services.AddOpenApi("v1", ApiDescription.Configure);
        services.Configure<JsonOptions>(json => ConfigureJson(json.SerializerOptions));
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<WebOptions>>((kestrel, web) =>
        {
            kestrel.Limits.MaxRequestBodySize = web.Value.MaxBodyBytes;
            kestrel.AddServerHeader = false;
        });
        return services;
    }

    /// <summary>Adds the middlewares and the endpoints of the server itself. Before the modules' routes.</summary>
    /// <param name="app">The application.</param>
    /// <param name="page">Adds what answers browsers with the web page, which needs no principal.</param>
    public static WebApplication UsePlatformWeb(this WebApplication app, Action<IApplicationBuilder>? page = null)
    {
        // the order matters: an id before anything is logged, headers on failures too, faults outside of all that can fail,
        // the host before anybody is recognised, names decoded before anybody reads them, the cookie's header before
        // anything is changed
        app.UseMiddleware<RequestIdMiddleware>();
        app.UseMiddleware<SecurityHeadersMiddleware>();
        app.UseMiddleware<FaultMiddleware>();
        app.UseMiddleware<HostGuard>();
        page?.Invoke(app);
        app.UseRouting();
        app.UseMiddleware<EncodedSegments>();
        app.UseAuthentication();
        app.UseMiddleware<CookieGuard>();
        app.UseAuthorization();

        ProbeEndpoints.Map(app);
        app.MapOpenApi("/openapi/{documentName}.json").RequireAuthorization();
        return app;
    }

    /// <summary>How JSON is written and read everywhere: camelCase, enums as text.</summary>
    public static void ConfigureJson(JsonSerializerOptions json)
    {
        json.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        json.RespectNullableAnnotations = true;
        json.TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RequireWhatCannotBeNull } };
    }

    // a text that is left out would be null where the record says that it is not
    private static void RequireWhatCannotBeNull(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.AssociatedParameter is { HasDefaultValue: false, IsNullable: false } && !property.PropertyType.IsValueType)
            {
                property.IsRequired = true;
            }
        }
    }
}
