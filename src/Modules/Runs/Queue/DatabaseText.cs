namespace Talentys.Runs.Queue;

/// <summary>What the database does with texts in a query.</summary>
internal static class DatabaseText
{
    /// <summary>In capitals, as far as the database knows them.</summary>
    public static string Upper(string text) => throw new InvalidOperationException($"'{text}' is not in a query.");
}
