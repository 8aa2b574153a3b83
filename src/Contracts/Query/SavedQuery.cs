namespace Talentys.Contracts;

/// <summary>A statement that is kept under a name.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="Name">Name.</param>
/// <param name="Sql">The text; may hold several statements.</param>
/// <param name="Description">What it answers, or null.</param>
/// <param name="Tags">Words by which it is found.</param>
/// <param name="Shared">Whether everybody of the organisation sees it in this environment; otherwise its owner alone.</param>
/// <param name="Owner">Name of who made it.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ChangedAt">When it was changed last.</param>
/// <param name="ChangedBy">Name of who changed it last.</param>
/// <param name="Version">Tells this content from others: to be sent as <c>If-Match</c> when it is changed or deleted.</param>
/// <param name="IsMine">Whether the caller made it.</param>
/// <param name="MayChange">Whether the caller may change it.</param>
public sealed record SavedQuery(
    string Id,
    string Name,
    string Sql,
    string? Description,
    IReadOnlyList<string> Tags,
    bool Shared,
    string Owner,
    DateTimeOffset CreatedAt,
    DateTimeOffset ChangedAt,
    string ChangedBy,
    string Version,
    bool IsMine,
    bool MayChange);

/// <summary>What is kept of a statement.</summary>
/// <param name="Name">Name; each of one's own has another.</param>
/// <param name="Sql">The text; may hold several statements.</param>
/// <param name="Description">What it answers, or null.</param>
/// <param name="Tags">Words by which it is found.</param>
/// <param name="Shared">Whether everybody of the organisation sees it in this environment.</param>
public sealed record SaveQuery(
    string Name, string Sql, string? Description = null, IReadOnlyList<string>? Tags = null, bool Shared = false);
