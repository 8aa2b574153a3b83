using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Ingestion.Connectors;
using Talentys.Ingestion.Files;
using Talentys.Ingestion.Loads;
using Talentys.Ingestion.Sources;
using Talentys.Ingestion.Statuses;
using Talentys.Ingestion.Syncs;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Web;

namespace Talentys.Ingestion;

/// <summary>Brings data of sources into the lake.</summary>
public sealed class IngestionModule : IModule
{
    /// <inheritdoc/>
    public static string Name => "Ingestion";

    /// <inheritdoc/>
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<IngestionOptions>().Bind(configuration.GetSection(IngestionOptions.Section))
            .Validate(options => options is { MaxRecordBytes: >= 1 << 20 and <= 256 << 20, MaxJsonBytes: >= 1 << 20, MaxColumns: > 0 }, "Ingestion: a limit is out of range.")
            .ValidateOnStart();
        services.AddSingleton<IngestionEngine>();
        services.AddSingleton<FileStreams>();
        services.AddSingleton<ReadablePaths>();
        services.AddSingleton<StreamLoader>();
        services.AddSingleton<SourceKind>();
        services.AddSingleton<IResourceKind>(provider => provider.GetRequiredService<SourceKind>());
        services.AddSingleton<DeclaredSources>();
        services.AddSingleton<Discovery>();
        services.AddSingleton<SourceDrafts>();
        services.AddSingleton<FolderListing>();
        services.AddSingleton<SourceRuns>();
        services.AddSingleton<SourceStatuses>();
        services.AddSingleton<IConnector, FilesConnector>();
        services.AddSingleton<IFileClaims, SyncClaims>();
        services.AddSingleton<IRunKind, SyncRun>();
        services.AddSingleton<IRunKind, LoadRun>();
    }

    /// <inheritdoc/>
    public static void Map(IEndpointRouteBuilder routes)
    {
        SourceEndpoints.Map(routes);
        SyncEndpoints.Map(routes);
        LoadEndpoints.Map(routes);
    }
}
