using Talentys.Kernel;
using Talentys.Query.Engines;
using Talentys.Query.Sessions;

namespace Talentys.Query.Public;

/// <summary>A statement as a surface hands it in.</summary>
public sealed record QueryOrder
{
    /// <summary>Its text.</summary>
    public required string Sql { get; init; }

    /// <summary>Who asks.</summary>
    public required Principal Principal { get; init; }

    /// <summary>Organisation and environment it reads.</summary>
    public required Scope Scope { get; init; }

    /// <summary>Name of the surface, for the history: <c>rest</c>, <c>pgwire</c>, ...</summary>
    public required string Surface { get; init; }

    /// <summary>Identifier chosen by the client; null makes one.</summary>
    public string? Id { get; init; }

    /// <summary>Values of <c>?</c> and <c>$1</c>.</summary>
    public IReadOnlyList<object?> Parameters { get; init; } = [];

    /// <summary>Values of <c>$name</c>.</summary>
    public IReadOnlyDictionary<string, object?> NamedParameters { get; init; } = new Dictionary<string, object?>();

    /// <summary>Whose view of the tables is taken instead of the principal's own: a user, or <c>group:NAME</c>. Administrators only, and only to read.</summary>
    public string? As { get; init; }

    /// <summary>Longest time until the last row; the organisation's limit when null or longer than that.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The session that it belongs to, where the surface has sessions.</summary>
    public OrderSession? Session { get; init; }

    /// <summary>The transaction that it is part of; null for one of its own.</summary>
    internal QueryTransaction? Transaction { get; init; }

    /// <summary>The temporary tables of the session that it belongs to; null without one.</summary>
    internal TemporaryTables? Temporary { get; init; }

    /// <summary>It is only described, not run.</summary>
    internal bool Describe { get; init; }

    /// <summary>Takes the result of each statement of a text, in order, instead of the answer being that of the last one.</summary>
    internal Func<IQueryRows, CancellationToken, Task>? Each { get; init; }

    /// <summary>Called once when nothing refuses the statement any more, before the engine has it.</summary>
    internal Action? Accepted { get; init; }

    /// <summary>Told first of all where it will stand in line.</summary>
    internal Action<Standing>? Queued { get; init; }
}
