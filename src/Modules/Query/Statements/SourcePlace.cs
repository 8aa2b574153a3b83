namespace Talentys.Query.Statements;

/// <summary>Says where in a statement something stands, as people count.</summary>
internal static class SourcePlace
{
    /// <summary>The place of a character: <c>line 2, column 5</c>, both from 1.</summary>
    public static string Of(string sql, int at)
    {
        at = Math.Clamp(at, 0, sql.Length);
        var line = sql.AsSpan(0, at).Count('\n') + 1;
        var start = at == 0 ? 0 : sql.LastIndexOf('\n', at - 1) + 1;
        return $"line {line}, column {at - start + 1}";
    }
}
