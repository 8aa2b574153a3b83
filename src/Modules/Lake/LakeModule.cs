using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Talentys.Kernel;
using Talentys.Lake.Commits;
using Talentys.Lake.Designs;
using Talentys.Lake.Foreign;
using Talentys.Lake.Maintenance;
using Talentys.Lake.Planning;
using Talentys.Lake.Public;
using Talentys.Lake.Reading;
using Talentys.Lake.RestCatalog;
using Talentys.Lake.Rows;
using Talentys.Lake.Stores;
using Talentys.Lake.Stores.Copies;
using Talentys.Lake.Stores.S3;
using Talentys.Lake.Tables;
using Talentys.Lake.Writing;
using Talentys.Storage;
using Talentys.Web;

namespace Talentys.Lake;

/// <summary>Iceberg tables: what they are, their versions, how rows get in and how they are read.</summary>
public sealed class LakeModule : IModule
{
    /// <inheritdoc/>
    public static string Name => "Lake";

    /// <inheritdoc/>
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LakeOptions>().Bind(configuration.GetSection(Name))
            .Validate(options => options.TargetFileBytes >= 1024 * 1024, "Lake:TargetFileBytes must be 1 MB or more.")
            .Validate(options => options.MergeManifestsAt >= 2 && options.MetadataFilesKept >= 1, "Lake: limits must be positive.")
            .ValidateOnStart();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<LakeOptions>>().Value);
        services.AddSingleton<IStorageMapping, LakeStorageMapping>();
        services.AddSingleton<LakeCache>();
        services.AddSingleton<LocalStore>();
        services.AddOptions<S3Options>().Bind(configuration.GetSection(S3Options.Section))
            .Validate(options => options.Problem() is null, "Lake:Stores:S3 is not complete: Endpoint is an address, AccessKey and SecretKey belong together.")
            .ValidateOnStart();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<S3Options>>().Value);
        services.AddSingleton(provider => new S3Connection(provider.GetRequiredService<S3Options>(), provider.GetService<SecretReferences>()));
        services.AddSingleton<StagedFiles>();
        services.AddSingleton<CopyPaths>();
        services.AddSingleton<CopyShelf>();
        services.AddSingleton<RemoteFiles>();
        services.AddSingleton<ILakeCopies>(provider => provider.GetRequiredService<RemoteFiles>());
        services.AddSingleton<S3Store>();
        services.AddSingleton<IObjectStore>(provider => new ObjectStores(
            [provider.GetRequiredService<LocalStore>(), provider.GetRequiredService<S3Store>()]));
        services.AddSingleton(provider => new EnvironmentLakes(provider.GetRequiredService<PlatformFolders>(), provider.GetService<IResources>()));
        services.AddSingleton<IEnvironments>(provider => new KnownEnvironments(provider.GetRequiredService<ILake>(), provider.GetService<IResources>()));
        services.AddSingleton<TablePlaces>();
        services.AddSingleton<DroppedTables>();
        services.AddSingleton<TableFiles>();
        services.AddSingleton<FooterReader>();
        services.AddSingleton<ScanPlanner>();
        services.AddSingleton<MetadataTables.MetadataTables>();
        services.AddSingleton<ManifestIndexes>();
        services.AddSingleton<TablePlanner>();
        services.AddSingleton<TableFigures>();
        services.AddSingleton<TableReader>();
        services.AddSingleton<TableStore>();
        services.AddSingleton<ListedViews>();
        services.AddSingleton<TableLists>();
        services.AddSingleton<TableShapes>();
        services.AddSingleton<ITableShapes>(provider => provider.GetRequiredService<TableShapes>());
        services.AddSingleton<TableTraits>();
        services.TryAddSingleton<IAccessPolicies>(NoPolicies.Instance); // where no module knows policies
        services.AddSingleton<VisibleTables>();
        services.AddSingleton<SnapshotBuilder>();
        services.AddSingleton<Committer>();
        services.AddSingleton<TableDesigner>();
        services.AddSingleton<DataFileWriter>();
        services.AddSingleton<PositionDeletes>();
        services.AddSingleton<WriteServices>();
        services.AddSingleton<TransactionServices>();
        services.AddSingleton<OrphanSweep>();
        services.AddOptions<MaintenanceOptions>().Bind(configuration.GetSection($"{Name}:Maintenance"))
            .Validate(options => options.KeepVersions >= 1 && options.Every > TimeSpan.Zero, "Lake:Maintenance: at least one version is kept, and times are positive.")
            .ValidateOnStart();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<MaintenanceOptions>>().Value);
        services.AddSingleton<ReachableFiles>();
        services.AddSingleton<SnapshotExpiry>();
        services.AddSingleton<OrphanFiles>();
        services.AddSingleton<Compaction>();
        services.AddSingleton<IUpkeepAction, CompactAction>();
        services.AddSingleton<IUpkeepAction, ManifestsAction>();
        services.AddSingleton<IUpkeepAction, ExpireAction>();
        services.AddSingleton<IUpkeepAction, OrphansAction>();
        services.AddSingleton<Upkeep>();
        services.AddSingleton<IRunKind, MaintenanceRun>();
        services.AddSingleton<RegisterRoots>();
        services.AddSingleton<MetadataFinder>();
        services.AddSingleton<TableRegister>();
        services.AddSingleton<IcebergLake>();
        services.AddSingleton<ILake>(provider => provider.GetRequiredService<IcebergLake>());
        RestRoutes.Add(services);
        services.AddSingleton<IHealthProbe, LakeProbe>();
        services.AddHostedService<LakeSweeper>();
        services.AddHostedService<MaintenanceClock>();
    }

    /// <inheritdoc/>
    public static void Map(IEndpointRouteBuilder routes)
    {
        TableEndpoints.Map(routes);
        RegisterEndpoints.Map(routes);
        RestRoutes.Map(routes);
        MaintenanceEndpoints.Map(routes);
    }
}
