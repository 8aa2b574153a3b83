using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Kernel;

namespace Talentys.Storage;

/// <summary>How one sort of event reaches its handlers.</summary>
internal abstract class EventRoute
{
    internal abstract string Name { get; }

    internal abstract Task DeliverAsync(IServiceProvider services, string content, CancellationToken cancellationToken);

    /// <summary>One route for each sort of event that has a handler in the services.</summary>
    internal static IReadOnlyList<EventRoute> Find(IServiceCollection services) =>
    [
        .. services
            .Where(service => service.ServiceType.IsGenericType && service.ServiceType.GetGenericTypeDefinition() == typeof(IEventHandler<>))
            .Select(service => service.ServiceType.GetGenericArguments()[0])
            .Distinct()
            .Select(type => (EventRoute)Activator.CreateInstance(typeof(EventRoute<>).MakeGenericType(type), nonPublic: true)!),
    ];
}

/// <summary>The route of events of one type.</summary>
internal sealed class EventRoute<TEvent> : EventRoute
    where TEvent : IEvent
{
    internal override string Name => TEvent.Name;

    internal override async Task DeliverAsync(IServiceProvider services, string content, CancellationToken cancellationToken)
    {
        var happened = JsonSerializer.Deserialize<TEvent>(content)!;
        foreach (var handler in services.GetServices<IEventHandler<TEvent>>())
        {
            await handler.HandleAsync(happened, cancellationToken);
        }
    }
}
