using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Talentys.DuckDb.Public;
using Talentys.Gateway;
using Talentys.Governance;
using Talentys.Host.Page;
using Talentys.Identity;
using Talentys.Ingestion;
using Talentys.Kernel;
using Talentys.Lake;
using Talentys.Operations;
using Talentys.Projects;
using Talentys.Query;
using Talentys.Query.Public;
using Talentys.Runs;
using Talentys.Runs.Public;
using Talentys.Storage;
using Talentys.Transformation;
using Talentys.Web;

namespace Talentys.Host.Composition;

/// <summary>The composition root: the only place that knows all modules.</summary>
internal static class PlatformHost
{
    /// <summary>A host that is never started: to ask its services what they know without any state.</summary>
    public static WebApplication Describe(PlatformFolders folders) =>
        Build(new HostSettings(folders, null, "http://127.0.0.1:0", Serving: false, Works: false, _ => { }));

    /// <summary>Makes a host that is not started yet.</summary>
    public static WebApplication Build(HostSettings settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = "talentys",
            ContentRootPath = settings.Folders.Project,
        });
        builder.Configuration.AddEnvironmentVariables("TALENTYS_");
        builder.WebHost.UseKestrelCore().UseUrls(settings.Urls);
        Logging(builder, settings);

        var services = builder.Services;
        services.AddRoutingCore();
        services.AddSingleton(settings.Folders);
        services.AddSingleton(TimeProvider.System);
        if (!settings.Serving)
        {
            services.AddSingleton<IHostLifetime, CommandLifetime>();
        }

        var storage = builder.Configuration.GetSection("Storage").Get<StorageOptions>() ?? new StorageOptions();
        services.AddPlatformStorage(storage);
        services.AddPlatformWeb(web => builder.Configuration.GetSection("Web").Bind(web));
        services.PostConfigure<QueryOptions>(query =>
        {
            query.IsolateStatements = settings.Serving;
            query.EngineCommand = EngineCommand.ThisProgram("engine");
        });
        services.PostConfigure<GatewayOptions>(gateway =>
        {
            gateway.Postgres.Enabled = settings.Serving;
            gateway.Postgres.Url = settings.Postgres ?? gateway.Postgres.Url ?? (settings.OnFreePorts ? "127.0.0.1:0" : null);
        });
        services.PostConfigure<LakeOptions>(lake => lake.RegisterAnywhere = !settings.Serving);
        services.PostConfigure<TransformationOptions>(transformation => (transformation.TrustsProject, transformation.Reader) = (settings.TrustsProject, settings.Reader));
        services.PostConfigure<RunsOptions>(runs =>
        {
            runs.WorkerEnabled = settings.Works;
            runs.ExclusiveOwner = storage.Provider == StorageProvider.Sqlite; // others may share a server
        });

        Add<IdentityModule>(builder);
        Add<GovernanceModule>(builder);
        Add<OperationsModule>(builder);
        Add<ProjectsModule>(builder);
        Add<RunsModule>(builder);
        Add<LakeModule>(builder);
        Add<IngestionModule>(builder);
        Add<QueryModule>(builder);
        Add<TransformationModule>(builder);
        Add<GatewayModule>(builder);

        var app = builder.Build();
        if (settings.Serving && PageFolder.Find() is { } page)
        {
            app.UsePlatformWeb(web => web.UseMiddleware<PageMiddleware>(page));
        }
        else
        {
            app.UsePlatformWeb();
        }

        IdentityModule.Map(app);
        GovernanceModule.Map(app);
        OperationsModule.Map(app);
        ProjectsModule.Map(app);
        RunsModule.Map(app);
        LakeModule.Map(app);
        IngestionModule.Map(app);
        QueryModule.Map(app);
        TransformationModule.Map(app);
        GatewayModule.Map(app);
        return app;
    }

    private static void Add<TModule>(WebApplicationBuilder builder)
        where TModule : IModule => TModule.Add(builder.Services, builder.Configuration);

    private static void Logging(WebApplicationBuilder builder, HostSettings settings)
    {
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
        });
        // Standard output is for data: everything logged goes to standard error.
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.SetMinimumLevel(settings.Serving ? LogLevel.Information : LogLevel.Error);
        builder.Logging.AddFilter("Microsoft", settings.Serving ? LogLevel.Warning : LogLevel.Error);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
    }
}
