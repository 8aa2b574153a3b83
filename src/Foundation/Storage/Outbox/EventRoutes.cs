using Microsoft.Extensions.DependencyInjection;

namespace Talentys.Storage;

/// <summary>The sorts of events that somebody handles, by name. Found when first needed, when all modules have been added.</summary>
internal sealed class EventRoutes(IServiceCollection services)
{
    private readonly Lazy<IReadOnlyDictionary<string, EventRoute>> routes = new(() =>
        EventRoute.Find(services).ToDictionary(route => route.Name, StringComparer.Ordinal));

    internal IReadOnlyDictionary<string, EventRoute> All => routes.Value;
}
