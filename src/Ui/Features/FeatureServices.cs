namespace Talentys.Ui.Features;

/// <summary>The clients of the pages: each talks to one part of the API.</summary>
internal static class FeatureServices
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddFeatures(this IServiceCollection services)
    {
        services.AddScoped<Catalog.TablesClient>();
        services.AddScoped<Home.HomeClient>();
        return services;
    }
}
