namespace Talentys.Ui.Features;

/// <summary>The clients of the pages: each talks to one part of the API.</summary>
internal static class FeatureServices
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddFeatures(this IServiceCollection services)
    {
        services.AddScoped<Catalog.TablesClient>();
        services.AddScoped<Sql.ResultsClient>();
        services.AddScoped<Sql.DraftStore>();
        services.AddScoped<Sql.SqlWorkspace>();
        services.AddScoped<Sql.SqlHelpClient>();
        services.AddScoped<Sql.SqlCompletion>();
        services.AddScoped<Sql.SavedQueriesClient>();
        services.AddScoped<Sql.SqlFormatter>();
        services.AddScoped<Home.HomeClient>();
        services.AddScoped<Runs.RunsClient>();
        services.AddScoped<Runs.TabVisibility>();
        services.AddScoped<Runs.LiveStreams>();
        services.AddScoped<Sources.SourcesClient>();
        services.AddScoped<Sources.SourceDrafts>();
        services.AddScoped<Models.ModelsClient>();
        services.AddScoped<Admin.PeopleClient>();
        services.AddScoped<Admin.HealthClient>();
        services.AddScoped<Account.AccountClient>();
        return services;
    }
}
