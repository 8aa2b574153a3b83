namespace Talentys.Kernel;

/// <summary>Something that happened, told to other modules after it was committed. Serialised as JSON.</summary>
public interface IEvent
{
    /// <summary>Stable name, <c>area.what_happened</c>, for example <c>lake.table_committed</c>.</summary>
    static abstract string Name { get; }
}

/// <summary>Handles one sort of event. Called at least once, so it must bear repetition.</summary>
/// <typeparam name="TEvent">The event.</typeparam>
public interface IEventHandler<in TEvent>
    where TEvent : IEvent
{
    /// <summary>Handles the event; a throw is retried later.</summary>
    Task HandleAsync(TEvent happened, CancellationToken cancellationToken);
}
