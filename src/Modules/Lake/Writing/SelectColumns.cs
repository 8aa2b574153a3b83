using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Types;

namespace Talentys.Lake.Writing;

/// <summary>A column that a SELECT returns.</summary>
/// <param name="Name">Name, after the engine has made names unique.</param>
/// <param name="TypeText">Type in the engine's words.</param>
/// <param name="Type">The same, understood.</param>
/// <param name="IsNull">Whether it is an untyped NULL, which the engine describes as INTEGER.</param>
internal sealed record SelectColumn(string Name, string TypeText, EngineType Type, bool IsNull);

/// <summary>Finds out what a SELECT returns, without running it.</summary>
internal static class SelectColumns
{
    /// <summary>The SELECT as something that can stand after FROM.</summary>
    public static string Source(string select) => $"(\n{select.TrimEnd().TrimEnd(';')}\n) AS written";

    /// <summary>Its columns.</summary>
    public static async Task<IReadOnlyList<SelectColumn>> DescribeAsync(DuckConnection connection, string select, CancellationToken cancellationToken)
    {
        var source = Source(select);
        var rows = await connection.RowsAsync($"DESCRIBE SELECT * FROM {source}", [], cancellationToken);
        var columns = rows.Select(row => ((string)row[0]!, (string)row[1]!)).ToList();
        var suspects = columns.Where(column => column.Item2 == "INTEGER").Select(column => column.Item1).ToList();
        var nulls = await NullsAsync(connection, source, suspects, cancellationToken);
        return [.. columns.Select(column => new SelectColumn(
            column.Item1, column.Item2, EngineTypeParser.Parse(column.Item2), nulls.Contains(column.Item1)))];
    }

    /// <summary>An untyped NULL beside a text becomes a text, an INTEGER stays one.</summary>
    private static async Task<HashSet<string>> NullsAsync(
        DuckConnection connection, string source, List<string> suspects, CancellationToken cancellationToken)
    {
        if (suspects.Count == 0)
        {
            return [];
        }

        var tried = string.Join(", ", suspects.Select(name => $"coalesce({SqlText.Quote(name)}, '') AS {SqlText.Quote(name)}"));
        var rows = await connection.RowsAsync($"DESCRIBE SELECT {tried} FROM {source}", [], cancellationToken);
        return [.. rows.Where(row => (string)row[1]! == "VARCHAR").Select(row => (string)row[0]!)];
    }
}
