using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Talentys.Kernel;
using Talentys.Query.Completion;
using Talentys.Query.Engines;
using Talentys.Query.Functions;
using Talentys.Query.History;
using Talentys.Query.Kept;
using Talentys.Query.Kept.Columns;
using Talentys.Query.Kept.Exports;
using Talentys.Query.Lineage.Statements;
using Talentys.Query.Listings;
using Talentys.Query.PolicyChecks;
using Talentys.Query.Public;
using Talentys.Query.Results;
using Talentys.Query.Saved;
using Talentys.Query.Stages;
using Talentys.Query.Syntax;
using Talentys.Query.SystemTables;
using Talentys.Query.Views;
using Talentys.Query.Writes;
using Talentys.Storage;
using Talentys.Web;

namespace Talentys.Query;

/// <summary>The query path and its REST surface.</summary>
public sealed class QueryModule : IModule
{
    /// <inheritdoc/>
    public static string Name => "Query";

    /// <inheritdoc/>
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<QueryOptions>().Bind(configuration.GetSection("Query"));
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<QueryOptions>>().Value);
        services.AddSingleton<IStorageMapping, QueryStorageMapping>();

        services.AddSingleton<SqlParser>();
        services.AddSingleton<ILineage, LineageReader>();
        services.AddSingleton<ISqlExpressions, SqlExpressions>();
        services.AddSingleton<TableRights>();
        services.AddSingleton<Viewers>();
        services.AddSingleton<SeenMasks>();
        services.AddSingleton<GroupSizes>();
        services.AddSingleton<PolicyTestRun>();
        services.TryAddSingleton<IAccessPolicies>(NoPolicies.Instance); // where no module knows policies
        services.AddSingleton<TableListing>();
        services.AddSingleton<CreateListing>();
        services.AddSingleton<FunctionCatalog>();
        services.AddSingleton(provider => new PivotStage(provider.GetRequiredService<QueryReading>));
        services.AddSingleton<FactStore>();
        services.AddSingleton<CommonFacts>();
        services.AddSingleton<SystemCatalog>();
        services.AddSingleton<ParseStage>();
        services.AddSingleton<BindStage>();
        services.AddSingleton<AuthorizeStage>();
        services.AddSingleton<PlanStage>();
        services.AddSingleton<LimitStage>();
        services.AddSingleton<WorldStage>();
        services.AddSingleton<ExecuteStage>();
        services.AddSingleton<IQueries, QueryPath>();

        services.AddSingleton<ViewStore>();
        services.AddSingleton<IViewList>(provider => provider.GetRequiredService<ViewStore>());
        services.AddSingleton<QueryCatalog>();
        services.AddSingleton<WriteCatalog>();
        services.AddSingleton<ITargetAccess, PolicyTargets>();
        services.AddSingleton<WriteTargets>();
        services.AddSingleton<SpoolEngines>();
        services.AddSingleton<QueryReading>();
        services.AddSingleton<InsertWrite>();
        services.AddSingleton<ConflictWrite>();
        services.AddSingleton<RowWrites>();
        services.AddSingleton<MergeWrite>();
        services.AddSingleton<TableWrites>();
        services.AddSingleton<AlterWrites>();
        services.AddSingleton<ViewWrites>();
        services.AddSingleton<ExplainWrite>();
        services.AddSingleton<WritePath>();

        services.AddSingleton<SavedQueries>();
        services.AddSingleton<VisibleNames>();
        services.AddSingleton<SqlCompleter>();
        services.AddSingleton<SqlDescriber>();

        services.AddSingleton<Admission>();
        services.AddSingleton<IQueryEngines, QueryEngines>();
        services.AddSingleton<IHealthProbe, EngineProbe>();
        services.AddSingleton<LineageNotes>();
        services.AddSingleton<TableLineageReader>();
        services.AddSingleton<QueryRecorder>();
        services.AddHostedService(provider => provider.GetRequiredService<QueryRecorder>());

        services.AddSingleton<JsonFormat>();
        services.AddSingleton<CsvFormat>();
        services.AddSingleton<ArrowFormat>();
        services.AddSingleton<ParquetFormat>();
        services.AddSingleton<RowFormats>();

        services.AddSingleton<RecordsFormat>();
        services.AddSingleton<XlsxFormat>();
        services.AddSingleton<ColumnEngine>();
        services.AddSingleton<ResultExport>();
        services.AddSingleton<ResultStore>();
        services.AddHostedService(provider => provider.GetRequiredService<ResultStore>());
    }

    /// <inheritdoc/>
    public static void Map(IEndpointRouteBuilder routes)
    {
        QueryEndpoints.Map(routes);
        ResultEndpoints.Map(routes);
        SavedEndpoints.Map(routes);
        CompletionEndpoints.Map(routes);
        PolicyTestEndpoints.Map(routes);
        LineageEndpoints.Map(routes);
    }
}
