using System.Text.Json;

namespace Talentys.Query.Syntax;

/// <summary>That a table is meant at another version.</summary>
/// <param name="ByTime">By a moment; else by a number or the name of a branch or tag.</param>
/// <param name="Constant">Whether it is made of constants and the few functions of <see cref="Functions"/>, so that it can be told beforehand.</param>
internal sealed record AtClause(bool ByTime, bool Constant)
{
    /// <summary>Whether parameters stand in it.</summary>
    public bool HasParameters { get; init; }

    /// <summary>
    /// What may stand in the clause: it is evaluated in this process, where nothing may run that takes long or much memory.
    /// </summary>
    private static readonly HashSet<string> Functions = new(StringComparer.OrdinalIgnoreCase)
    {
        "+", "-", "*", "/", "now", "get_current_timestamp", "current_timestamp", "transaction_timestamp", "current_date", "today",
        "current_localtimestamp", "date_trunc", "datetrunc", "to_years", "to_quarters", "to_months", "to_weeks", "to_days", "to_hours",
        "to_minutes", "to_seconds", "to_milliseconds", "to_microseconds", "trunc", "make_timestamp", "make_timestamptz", "make_date",
        "strptime", "to_timestamp", "epoch_ms", "timezone", "date_add",
    };

    /// <summary>Reads the <c>at_clause</c> of a table.</summary>
    public static AtClause Of(JsonElement clause) => new(
        clause.TryGetProperty("unit", out var unit) && string.Equals(unit.GetString(), "TIMESTAMP", StringComparison.OrdinalIgnoreCase),
        clause.TryGetProperty("expr", out var expression) && IsConstant(expression))
    {
        HasParameters = clause.GetRawText().Contains("\"PARAMETER\"", StringComparison.Ordinal),
    };

    private static bool IsConstant(JsonElement node) => node.ValueKind switch
    {
        JsonValueKind.Array => node.EnumerateArray().All(IsConstant),
        JsonValueKind.Object when node.TryGetProperty("class", out var sort) => sort.GetString() switch
        {
            "CONSTANT" or "PARAMETER" => true,
            "CAST" => node.TryGetProperty("child", out var child) && IsConstant(child),
            "FUNCTION" => node.TryGetProperty("function_name", out var name) && Functions.Contains(name.GetString() ?? "")
                && (!node.TryGetProperty("children", out var children) || IsConstant(children)),
            _ => false,
        },
        _ => false,
    };
}
