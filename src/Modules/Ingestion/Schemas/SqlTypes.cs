using System.Globalization;
using System.Text.RegularExpressions;
using Talentys.DuckDb.Public;
using Talentys.Kernel;

namespace Talentys.Ingestion.Schemas;

/// <summary>How SQL types relate.</summary>
internal static partial class SqlTypes
{
    private static readonly string[] Integers = ["TINYINT", "SMALLINT", "INTEGER", "BIGINT"];

    /// <summary>Whether a column of the type can take values of another without losing any.</summary>
    public static bool Takes(string column, string values)
    {
        if (Same(column, values) || column == "VARCHAR")
        {
            return true;
        }

        return column switch
        {
            "DOUBLE" => IsInteger(values) || values == "FLOAT" || Decimal(values) is not null,
            "BIGINT" or "INTEGER" => IsInteger(values) && Array.IndexOf(Integers, values) <= Array.IndexOf(Integers, column),
            "TIMESTAMP" => values == "DATE",
            "TIMESTAMP WITH TIME ZONE" or "TIMESTAMPTZ" => values is "DATE" or "TIMESTAMP",
            _ when Decimal(column) is { } room => IsInteger(values) || (Decimal(values) is { } inner && inner.Scale <= room.Scale && inner.Whole <= room.Whole),
            _ => false,
        };
    }

    /// <summary>Whether Iceberg lets a column grow from one type to another.</summary>
    public static bool Widens(string from, string to) => (from, to) switch
    {
        ("INTEGER", "BIGINT") or ("FLOAT", "DOUBLE") => true,
        _ => Decimal(from) is { } a && Decimal(to) is { } b && a.Scale == b.Scale && b.Whole > a.Whole,
    };

    public static bool Same(string a, string b) => string.Equals(Normal(a), Normal(b), StringComparison.OrdinalIgnoreCase);

    /// <summary>The type that holds the values of both; text where the engine knows none.</summary>
    public static async Task<string> CommonAsync(DuckConnection connection, IReadOnlyList<string> types, CancellationToken cancellationToken)
    {
        var arms = string.Join(" union all ", types.Select(type => $"select cast(null as {type}) as c"));
        try
        {
            var rows = await connection.RowsAsync($"describe {arms}", [], cancellationToken);
            return (string)rows[0][1]!;
        }
        catch (FaultException failure) when (failure.Fault.Code == "engine.sql_error")
        {
            return "VARCHAR";
        }
    }

    private static string Normal(string type) => type.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant() switch
    {
        "TIMESTAMPWITHTIMEZONE" => "TIMESTAMPTZ", "INT" => "INTEGER", var other => other,
    };

    private static bool IsInteger(string type) => Integers.Contains(type);

    private static (int Whole, int Scale)? Decimal(string type)
    {
        var match = DecimalType().Match(type);
        if (!match.Success)
        {
            return null;
        }

        var scale = int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture);
        return (int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) - scale, scale);
    }

    [GeneratedRegex(@"^DECIMAL\((\d+), ?(\d+)\)$", RegexOptions.IgnoreCase)]
    private static partial Regex DecimalType();
}
