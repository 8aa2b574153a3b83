using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Architecture.Tests.Modules;
using Talentys.Architecture.Tests.PublicTypes;
using Talentys.Kernel;
using Talentys.Storage;
using Talentys.Web;

namespace Talentys.Architecture.Tests.Endpoints;

/// <summary>The routes that the modules on disk really map, without starting a server.</summary>
internal static class MappedRoutes
{
    private const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;

    /// <summary>Those of all modules and of the server itself.</summary>
    public static IReadOnlyList<Route> Read()
    {
        var modules = ModulesFile.Read()
            .Where(module => module.Path.StartsWith("src/Modules/", StringComparison.Ordinal))
            .SelectMany(module => BuiltAssemblies.Of(module).GetExportedTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(IModule))))
            .ToList();

        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(new PlatformFolders(Path.GetTempPath(), Path.GetTempPath()));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddPlatformStorage(new StorageOptions());
        builder.Services.AddPlatformWeb();
        modules.ForEach(module => Call(nameof(Add), module, builder));

        var app = builder.Build();
        app.UsePlatformWeb();
        modules.ForEach(module => Call(nameof(Map), module, app));
        return Of(app);
    }

    /// <summary>Those of one application.</summary>
    public static IReadOnlyList<Route> Of(IEndpointRouteBuilder app) =>
        [.. app.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Select(Describe)];

    private static Route Describe(RouteEndpoint endpoint)
    {
        var metadata = endpoint.Metadata;
        var methods = metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods;
        var handler = metadata.GetMetadata<MethodInfo>();
        return new Route(
            $"{(methods is null ? "*" : string.Join(',', methods))} /{endpoint.RoutePattern.RawText?.Trim('/')}",
            metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName,
            [.. metadata.OfType<ITagsMetadata>().SelectMany(tags => tags.Tags).Distinct()],
            metadata.GetMetadata<IAuthorizeData>() is not null,
            metadata.GetMetadata<IAllowAnonymous>() is not null,
            metadata.OfType<IProducesResponseTypeMetadata>().Any(),
            handler?.GetParameters().Any(parameter => parameter.ParameterType == typeof(CancellationToken)) ?? false);
    }

    private static void Call(string step, Type module, object argument) =>
        typeof(MappedRoutes).GetMethod(step, Everything)!.MakeGenericMethod(module).Invoke(null, [argument]);

    private static void Add<TModule>(WebApplicationBuilder builder)
        where TModule : IModule => TModule.Add(builder.Services, builder.Configuration);

    private static void Map<TModule>(WebApplication app)
        where TModule : IModule => TModule.Map(app);
}
