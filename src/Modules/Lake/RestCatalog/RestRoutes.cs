using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Lake.Tables;
using Talentys.Web;

namespace Talentys.Lake.RestCatalog;

/// <summary>
/// The routes of Iceberg's REST catalog, as its document names them. Each is there with the prefix, which names an environment, and
/// without, for the default one. What the document has beyond them is answered as not supported.
/// </summary>
internal static class RestRoutes
{
    private const string Tag = "Iceberg";
    private const string Namespaces = "/namespaces";
    private const string Namespace = "/namespaces/{namespace}";
    private const string Properties = "/namespaces/{namespace}/properties";
    private const string Tables = "/namespaces/{namespace}/tables";
    private const string Table = "/namespaces/{namespace}/tables/{table}";
    private const string Register = "/namespaces/{namespace}/register";
    private const string Rename = "/tables/rename";
    private const string Metrics = "/namespaces/{namespace}/tables/{table}/metrics";
    private const string Credentials = "/namespaces/{namespace}/tables/{table}/credentials";

    private static readonly string[] NotSupported =
    [
        "/transactions/commit",
        "/namespaces/{namespace}/views",
        "/namespaces/{namespace}/register-view",
        "/views/rename",
        "/namespaces/{namespace}/functions",
        "/namespaces/{namespace}/functions/{function}",
        "/namespaces/{namespace}/tables/{table}/plan",
        "/namespaces/{namespace}/tables/{table}/plan/{plan}",
        "/namespaces/{namespace}/tables/{table}/tasks",
        "/namespaces/{namespace}/tables/{table}/sign",
        "/namespaces/{namespace}/tables/{table}/unregister",
    ];

    private static readonly string[] AnyMethod = [HttpMethods.Get, HttpMethods.Post, HttpMethods.Delete, HttpMethods.Head];

    /// <summary>What clients are told that there is.</summary>
    public static IReadOnlyList<string> Endpoints { get; } =
    [
        .. new[]
        {
            ("GET", Namespaces), ("POST", Namespaces), ("GET", Namespace), ("HEAD", Namespace), ("DELETE", Namespace), ("POST", Properties),
            ("GET", Tables), ("POST", Tables), ("GET", Table), ("HEAD", Table), ("POST", Table), ("DELETE", Table), ("POST", Register), ("POST", Rename),
            ("POST", Metrics), ("GET", Credentials),
        }.Select(route => $"{route.Item1} /v1/{{prefix}}{route.Item2}"),
    ];

    /// <summary>Adds what the routes need.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<IFaultShape, IcebergFaultShape>();
        services.AddSingleton<NamespaceStore>();
        services.AddSingleton<TableNaming>();
        services.AddSingleton<ClientLocation>();
        services.AddSingleton<ClientSnapshots>();
        services.AddSingleton<CatalogTables>();
        services.TryAddSingleton<ITableFileAccess, PolicyFileAccess>();
    }

    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var root = routes.MapGroup($"{IcebergFaultShape.Root}/v1").WithTags(Tag).ExcludeFromDescription();
        root.MapGet("/config", Config).WithName("IcebergConfig").RequireAuthorization(Roles.Reader).Produces<CatalogConfig>();
        root.MapPost("/oauth/tokens", TokenEndpoint.PostAsync).WithName("IcebergToken").AllowAnonymous().Produces<TokenEndpoint.TokenAnswer>();
        MapCatalog(root, "");
        MapCatalog(root.MapGroup("/{prefix}"), "InEnvironment");
    }

    private static void MapCatalog(RouteGroupBuilder routes, string suffix)
    {
        var read = routes.MapGroup("").RequireAuthorization(Roles.Reader);
        read.MapGet(Namespaces, NamespaceEndpoints.ListAsync).WithName($"IcebergListNamespaces{suffix}").Produces<NamespaceList>();
        read.MapGet(Namespace, NamespaceEndpoints.LoadAsync).WithName($"IcebergLoadNamespace{suffix}").Produces<NamespaceAnswer>();
        read.MapMethods(Namespace, [HttpMethods.Head], NamespaceEndpoints.ExistsAsync).WithName($"IcebergNamespaceExists{suffix}").Produces(204);
        read.MapGet(Tables, CatalogTableEndpoints.ListAsync).WithName($"IcebergListTables{suffix}").Produces<TableIdentifierList>();
        read.MapGet(Table, CatalogTableEndpoints.LoadAsync).WithName($"IcebergLoadTable{suffix}").Produces<TableAnswer>();
        read.MapMethods(Table, [HttpMethods.Head], CatalogTableEndpoints.ExistsAsync).WithName($"IcebergTableExists{suffix}").Produces(204);
        read.MapPost(Metrics, CatalogTableEndpoints.ReportAsync).WithName($"IcebergReportMetrics{suffix}").Produces(204);
        read.MapGet(Credentials, CatalogTableEndpoints.CredentialsAsync).WithName($"IcebergLoadCredentials{suffix}").Produces<CredentialsAnswer>();

        var change = routes.MapGroup("").RequireAuthorization(Roles.Engineer);
        change.MapPost(Namespaces, NamespaceEndpoints.CreateAsync).WithName($"IcebergCreateNamespace{suffix}").Produces<NamespaceAnswer>();
        change.MapDelete(Namespace, NamespaceEndpoints.DropAsync).WithName($"IcebergDropNamespace{suffix}").Produces(204);
        change.MapPost(Properties, NamespaceEndpoints.ChangeAsync).WithName($"IcebergUpdateProperties{suffix}").Produces<PropertiesAnswer>();
        change.MapPost(Tables, CatalogTableEndpoints.CreateAsync).WithName($"IcebergCreateTable{suffix}").Produces<TableAnswer>();
        change.MapPost(Table, CatalogTableEndpoints.CommitAsync).WithName($"IcebergCommitTable{suffix}").Produces<TableAnswer>().WithMetadata(new CommitMark());
        change.MapDelete(Table, CatalogTableEndpoints.DropAsync).WithName($"IcebergDropTable{suffix}").Produces(204);
        change.MapPost(Register, CatalogTableEndpoints.RegisterAsync).WithName($"IcebergRegisterTable{suffix}").Produces<TableAnswer>();
        change.MapPost(Rename, CatalogTableEndpoints.RenameAsync).WithName($"IcebergRenameTable{suffix}").Produces(204);

        // engines ask for a view of the same name before they take a name for a table
        read.MapMethods("/namespaces/{namespace}/views/{view}", AnyMethod, View).WithName($"IcebergView{suffix}").Produces(404);
        for (var i = 0; i < NotSupported.Length; i++)
        {
            read.MapMethods(NotSupported[i], AnyMethod, Refuse).WithName($"IcebergNotSupported{i}{suffix}").Produces(406);
        }
    }

    private static IResult Config(string? warehouse, HttpContext context, CancellationToken cancellationToken)
    {
        var overrides = new Dictionary<string, string>();
        if (!string.IsNullOrEmpty(warehouse))
        {
            overrides["prefix"] = Warehouse(context, warehouse);
        }

        return RestAnswers.Of(new CatalogConfig(new Dictionary<string, string>(), overrides, Endpoints));
    }

    private static string Warehouse(HttpContext context, string warehouse)
    {
        try
        {
            return Caller.Of(context, warehouse, "warehouse").Scope.Environment;
        }
        catch (FaultException refused) when (refused.Fault.Code == "web.environment_invalid")
        {
            throw new FaultException(Fault.NotFound(
                RestFaults.WarehouseUnknown, $"There is no warehouse {warehouse}.", "Name an environment of the project, for example prod."));
        }
    }

    private static IResult View(string @namespace, string view, HttpContext context, CancellationToken cancellationToken) =>
        HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)
            ? throw new FaultException(Fault.NotFound(RestFaults.ViewUnknown, $"View does not exist: {@namespace}.{view}"))
            : Refuse(cancellationToken);

    private static IResult Refuse(CancellationToken cancellationToken) => throw RestFaults.Unsupported("The operation is");
}
