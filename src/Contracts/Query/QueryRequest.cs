using System.Text.Json;

namespace Talentys.Contracts;

/// <summary>A statement to run.</summary>
/// <param name="Sql">A statement, or several with semicolons between.</param>
/// <param name="Parameters">A list for <c>?</c> and <c>$1</c>, or an object for <c>$name</c>.</param>
/// <param name="Limit">Most rows to return; the rest is cut and the answer says so. Null: no limit.</param>
/// <param name="TimeoutSeconds">Longest time until the last row; null takes the organisation's limit.</param>
/// <param name="Id">Identifier chosen by the client, so that it can cancel before the first row; null lets the server choose.</param>
/// <param name="As">Whose view of the tables to take: a user, or <c>group:NAME</c>; administrators only. Null for one's own.</param>
/// <param name="All">The answer holds the results of all statements, not of the last alone; as JSON only.</param>
public sealed record QueryRequest(
    string Sql, JsonElement? Parameters = null, long? Limit = null, double? TimeoutSeconds = null, string? Id = null, string? As = null, bool All = false);
