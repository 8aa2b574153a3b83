using Talentys.Kernel;

namespace Talentys.Ingestion.Csv;

/// <summary>The SQL type of a CSV column and how its text becomes one.</summary>
/// <param name="SqlType">Type of the column in the table.</param>
/// <param name="Direct">Whether the engine's CSV reader may make the type itself.</param>
/// <param name="Expression">From a quoted column reference to the value, when not direct.</param>
/// <param name="Note">What a person should know: why the column stays text though it nearly was something else.</param>
internal sealed record ColumnType(string SqlType, bool Direct, Func<string, string> Expression, string? Note = null)
{
    private const int MostDigits = 18;

    public static ColumnType Text(string? note = null) => new("VARCHAR", true, column => column, note);

    public static ColumnType Of(ColumnFacts facts, CsvDialect dialect, bool commaFile)
    {
        var shapes = facts.Shapes;
        if (facts.Values == 0)
        {
            return Text();
        }

        if (shapes.HasFlag(Shapes.Boolean))
        {
            return Plain("BOOLEAN", facts);
        }

        if (shapes.HasFlag(Shapes.Integer))
        {
            return Number("BIGINT", facts, dialect);
        }

        if ((shapes & (Shapes.Decimal | Shapes.Double)) != 0)
        {
            return commaFile
                ? Text("numbers with a point in a file whose decimal mark is a comma stay text; declare its type")
                : Number(shapes.HasFlag(Shapes.Decimal) ? NumberType(facts) : "DOUBLE", facts, dialect);
        }

        if (shapes.HasFlag(Shapes.Comma))
        {
            return facts.CommaIsDecimal
                ? Number(NumberType(facts), facts, dialect with { Decimal = (byte)',' })
                : Text("its commas may be decimal marks or stand before thousands; declare csv.decimal");
        }

        if ((shapes & (Shapes.Date | Shapes.Timestamp | Shapes.TimestampTz)) != 0)
        {
            return Plain(shapes.HasFlag(Shapes.Date) ? "DATE" : shapes.HasFlag(Shapes.Timestamp) ? "TIMESTAMP" : "TIMESTAMPTZ", facts);
        }

        if (shapes.HasFlag(Shapes.Time))
        {
            return Plain("TIME", facts);
        }

        return (shapes & (Shapes.DayFirst | Shapes.MonthFirst)) switch
        {
            Shapes.DayFirst => Ordered(facts, true),
            Shapes.MonthFirst => Ordered(facts, false),
            Shapes.None => Text(Lost(facts)),
            _ => Text("its dates may begin with the day or with the month; declare csv.date_format"),
        };
    }

    /// <summary>A type that a person declared, or that the table has.</summary>
    public static ColumnType Declared(string sqlType, CsvDialect dialect)
    {
        var format = sqlType.ToUpperInvariant() switch
        {
            "DATE" => dialect.DateFormat,
            "TIMESTAMP" or "TIMESTAMPTZ" => dialect.TimestampFormat ?? dialect.DateFormat,
            _ => null,
        };
        if (sqlType.Equals("VARCHAR", StringComparison.OrdinalIgnoreCase))
        {
            return Text();
        }

        return new ColumnType(sqlType, false, column => format is null
            ? $"try_cast({Normal($"nullif({column}, '')", dialect)} as {sqlType})"
            : $"try_cast(try_strptime(nullif({column}, ''), {SqlText.Literal(format)}) as {sqlType})");
    }

    private static string? Lost(ColumnFacts facts) => facts.LostTo is null || (facts.Lost & ~Shapes.Boolean) == 0 || facts.LostAtLine < 3
        ? null
        : $"'{facts.LostTo}' in line {facts.LostAtLine} is no {Word(facts.Lost)}, so the column is text";

    private static string Word(Shapes shapes) =>
        (shapes & (Shapes.Integer | Shapes.Decimal | Shapes.Double | Shapes.Comma)) != 0 ? "number" : shapes == Shapes.Time ? "time" : "date";

    private static ColumnType Plain(string type, ColumnFacts facts) =>
        new(type, facts.QuotedEmpty == 0, column => $"cast(nullif({column}, '') as {type})");

    private static ColumnType Number(string type, ColumnFacts facts, CsvDialect dialect) => new(
        type,
        facts.QuotedEmpty == 0 && dialect.Decimal is 0 or (byte)'.' && dialect.Thousands == 0,
        column => $"cast({Normal($"nullif({column}, '')", dialect)} as {type})");

    private static string Normal(string column, CsvDialect dialect)
    {
        var text = dialect.Thousands == 0 ? column : $"replace({column}, {SqlText.Literal($"{(char)dialect.Thousands}")}, '')";
        return dialect.Decimal == (byte)',' ? $"replace({text}, ',', '.')" : text;
    }

    /// <summary>Exact where the scale is small or always the same, as amounts and rates are; measurements are doubles.</summary>
    private static string NumberType(ColumnFacts facts) =>
        facts.IntegerDigits + facts.MaxScale <= MostDigits
        && (facts.MaxScale <= 4 || (facts.MaxScale == facts.MinScale && facts.MaxScale <= 9))
            ? $"DECIMAL({MostDigits},{facts.MaxScale})"
            : "DOUBLE";

    private static ColumnType Ordered(ColumnFacts facts, bool dayFirst)
    {
        var formats = SqlText.List(OrderedDate.Formats(facts, dayFirst));
        var type = facts.TimeForms == 1 ? "DATE" : "TIMESTAMP";
        return new ColumnType(type, false, column => $"cast(strptime(nullif({column}, ''), {formats}) as {type})");
    }
}
