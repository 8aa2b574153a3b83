using Talentys.Kernel;

namespace Talentys.Storage;

/// <summary>Tells other modules what happened, if and only if the change that it tells of is committed.</summary>
public interface IOutbox
{
    /// <summary>
    /// Adds an event to the unit of work: it is stored by the same SaveChanges, then delivered at least once to every
    /// <see cref="IEventHandler{TEvent}"/>, events of one sort in their order. Nothing is stored when nobody handles it.
    /// </summary>
    void Add<TEvent>(PlatformDb db, TEvent happened)
        where TEvent : IEvent;
}
