using System.Globalization;
using Talentys.Kernel;
using Talentys.Lake.Public;

namespace Talentys.Query.Stages;

/// <summary>
/// What a statement asks of the rows of a table, as a condition that stands below the fence of a row filter, so that row groups are
/// left out there too. Only comparisons of columns that are shown as they are with constants of their own sort: they cannot fail, so
/// that they tell nothing of rows that are hidden. What is not of that kind asks for nothing.
/// </summary>
internal static class AskedRows
{
    private static readonly string[] Numbers = ["TINYINT", "SMALLINT", "INTEGER", "BIGINT", "DECIMAL"];
    private static readonly string[] Moments = ["DATE", "TIMESTAMP"];
    private static readonly string[] MomentFormats = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFF", "yyyy-MM-ddTHH:mm:ss"];

    /// <summary>The condition that a row fulfils which any of the filters asks for; null when all rows may be asked for.</summary>
    public static string? Of(IEnumerable<ScanFilter> anyOf, LakeTable table, TableAccess access) => Any(anyOf, new Columns(table, access));

    private static string? Of(ScanFilter filter, Columns columns) => filter switch
    {
        ScanFilter.All all => all.Parts.Select(part => Of(part, columns)).OfType<string>().ToList() is { Count: > 0 } parts ? $"({string.Join(" AND ", parts)})" : null,
        ScanFilter.Any any => Any(any.Parts, columns),
        ScanFilter.Condition condition => columns.TypeOf(condition.Column) is { } type ? Of(condition, type) : null,
        _ => null,
    };

    private static string? Any(IEnumerable<ScanFilter> parts, Columns columns)
    {
        var any = parts.Select(part => Of(part, columns)).ToList();
        return any.Count == 0 || any.Contains(null) ? null : $"({string.Join(" OR ", any)})";
    }

    private static string? Of(ScanFilter.Condition condition, string type)
    {
        var name = SqlText.Quote(condition.Column);
        var values = condition.Values.Select(value => Literal(type, value)).ToList();
        if (values.Contains(null))
        {
            return null;
        }

        return (condition.Operator, values) switch
        {
            (ScanOperator.IsNull, _) => $"{name} IS NULL",
            (ScanOperator.NotNull, _) => $"{name} IS NOT NULL",
            (ScanOperator.Equal, [var value]) => $"{name} = {value}",
            (ScanOperator.Less, [var value]) => $"{name} < {value}",
            (ScanOperator.LessOrEqual, [var value]) => $"{name} <= {value}",
            (ScanOperator.Greater, [var value]) => $"{name} > {value}",
            (ScanOperator.GreaterOrEqual, [var value]) => $"{name} >= {value}",
            (ScanOperator.In, { Count: > 0 }) => $"{name} IN ({string.Join(", ", values)})",
            _ => null,
        };
    }

    /// <summary>A constant as the statement has it, where the engine compares it with a column of that type without a cast that may fail.</summary>
    private static string? Literal(string column, ScanLiteral literal)
    {
        var sort = column.Split('(')[0];
        return literal.Type switch
        {
            "VARCHAR" when sort == "VARCHAR" => SqlText.Literal(literal.Text),
            "VARCHAR" when Moments.Contains(sort) && IsMoment(literal.Text) => SqlText.Literal(literal.Text),
            "DATE" or "TIMESTAMP" when Moments.Contains(sort) && IsMoment(literal.Text) => $"CAST({SqlText.Literal(literal.Text)} AS {literal.Type})",
            _ when Numbers.Contains(literal.Type) && (Numbers.Contains(sort) || sort is "DOUBLE" or "FLOAT")
                && decimal.TryParse(literal.Text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _) => literal.Text,
            _ => null,
        };
    }

    private static bool IsMoment(string text) => DateTime.TryParseExact(text, MomentFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <summary>The columns whose true values are shown.</summary>
    private sealed class Columns(LakeTable table, TableAccess access)
    {
        public string? TypeOf(string name) => access.IsPlain(name)
            ? table.Columns.FirstOrDefault(column => string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase))?.SqlType
            : null;
    }
}
