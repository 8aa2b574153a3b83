using System.Text.Json;
using Talentys.Kernel;

namespace Talentys.Storage;

/// <summary>Stores events in the caller's unit of work.</summary>
internal sealed class Outbox(EventRoutes routes, TimeProvider clock) : IOutbox
{
    public void Add<TEvent>(PlatformDb db, TEvent happened)
        where TEvent : IEvent
    {
        if (!routes.All.ContainsKey(TEvent.Name))
        {
            return;
        }

        db.TellsOfEvents = true;
        db.Set<OutboxRow>().Add(new OutboxRow
        {
            Event = TEvent.Name,
            Content = JsonSerializer.Serialize(happened),
            DueAt = clock.GetUtcNow(),
        });
    }
}
