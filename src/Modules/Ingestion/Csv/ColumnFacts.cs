namespace Talentys.Ingestion.Csv;

/// <summary>What is known of a column after all its values were seen. Facts of several files can be joined.</summary>
internal sealed class ColumnFacts
{
    public Shapes Shapes { get; set; } = Shapes.All;

    /// <summary>Values that are not null.</summary>
    public long Values { get; set; }

    /// <summary>Values that are empty but quoted: a text that is empty, or no number.</summary>
    public long QuotedEmpty { get; set; }

    public int IntegerDigits { get; set; }

    public int MaxScale { get; set; }

    public int MinScale { get; set; } = int.MaxValue;

    /// <summary>True once a comma was seen that cannot stand before thousands.</summary>
    public bool CommaIsDecimal { get; set; }

    /// <summary>Separator of day, month and year: 0 none seen yet.</summary>
    public byte DateSeparator { get; set; }

    /// <summary>Forms of the time of day beside a day-first or month-first date: bit 0 none, 1 H:M, 2 H:M:S, 3 I:M p, 4 I:M:S p.</summary>
    public int TimeForms { get; set; }

    /// <summary>What the column could be until a value took the last possibility away.</summary>
    public Shapes Lost { get; set; }

    /// <summary>That value and its line.</summary>
    public string? LostTo { get; set; }

    public long LostAtLine { get; set; }

    /// <summary>The facts of the same column in two files.</summary>
    public static ColumnFacts Join(ColumnFacts a, ColumnFacts b)
    {
        var separator = a.DateSeparator == 0 ? b.DateSeparator : a.DateSeparator;
        var shapes = a.Shapes & b.Shapes;
        if (b.DateSeparator != 0 && b.DateSeparator != separator)
        {
            shapes &= ~(Shapes.DayFirst | Shapes.MonthFirst);
        }

        return new ColumnFacts
        {
            Shapes = shapes,
            Values = a.Values + b.Values,
            QuotedEmpty = a.QuotedEmpty + b.QuotedEmpty,
            IntegerDigits = Math.Max(a.IntegerDigits, b.IntegerDigits),
            MaxScale = Math.Max(a.MaxScale, b.MaxScale),
            MinScale = Math.Min(a.MinScale, b.MinScale),
            CommaIsDecimal = a.CommaIsDecimal || b.CommaIsDecimal,
            DateSeparator = separator,
            TimeForms = a.TimeForms | b.TimeForms,
            Lost = a.Lost == Shapes.None ? b.Lost : a.Lost,
            LostTo = a.LostTo ?? b.LostTo,
            LostAtLine = a.LostTo is null ? b.LostAtLine : a.LostAtLine,
        };
    }
}
