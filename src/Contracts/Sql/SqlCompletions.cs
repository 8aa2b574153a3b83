namespace Talentys.Contracts;

/// <summary>Asks about a place of a text of SQL, which may be unfinished.</summary>
/// <param name="Text">The text; may hold several statements.</param>
/// <param name="Position">The place: characters before it.</param>
/// <param name="As">Whose view of the tables to take: a user, or <c>group:NAME</c>; administrators only. Null for one's own.</param>
public sealed record SqlPlaceRequest(string Text, int Position, string? As = null);

/// <summary>What could stand at a place.</summary>
/// <param name="From">Where the word that is completed begins.</param>
/// <param name="IsWhole">Whether these are all there are, so that typing on only narrows them.</param>
/// <param name="Items">The words, the likeliest first.</param>
public sealed record SqlCompletions(int From, bool IsWhole, IReadOnlyList<SqlProposal> Items);

/// <summary>A word that could stand at a place.</summary>
/// <param name="Label">What is shown and matched.</param>
/// <param name="Kind">column, table, view, schema, alias, query (a name of WITH), function, keyword or condition.</param>
/// <param name="Insert">What is written; a function's ends with its bracket.</param>
/// <param name="Detail">A type, a schema or parameters; null for none.</param>
/// <param name="Description">What it is, or null.</param>
/// <param name="Of">The table that a column belongs to, or null.</param>
/// <param name="Mask">Name of the mask through which the caller sees a column; null for its true values.</param>
/// <param name="Rank">From -99 to 99: how much likelier than others.</param>
public sealed record SqlProposal(
    string Label, string Kind, string Insert, string? Detail = null, string? Description = null, string? Of = null, string? Mask = null, int Rank = 0);

/// <summary>What stands at a place.</summary>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Kind">column, table, view, schema, alias, query or function.</param>
/// <param name="Name">Its whole name.</param>
/// <param name="Detail">Type of a column, number of columns of a table, or null.</param>
/// <param name="Description">What it is, or null.</param>
/// <param name="Mask">Name of the mask through which the caller sees a column; null for its true values.</param>
/// <param name="Signatures">Parameters of a function, one for each way to call it.</param>
public sealed record SqlDescription(
    int From, int To, string Kind, string Name, string? Detail, string? Description, string? Mask, IReadOnlyList<string> Signatures);

/// <summary>The call of a function that a place is inside of.</summary>
/// <param name="From">Where its name begins.</param>
/// <param name="Name">Its name.</param>
/// <param name="Signatures">Its parameters, one for each way to call it.</param>
/// <param name="Description">What it does, or null.</param>
/// <param name="Argument">Number of the argument at the place, from 0.</param>
public sealed record SqlCallSignature(int From, string Name, IReadOnlyList<string> Signatures, string? Description, int Argument);
