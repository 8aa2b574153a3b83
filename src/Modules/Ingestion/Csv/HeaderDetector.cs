using System.Text;

namespace Talentys.Ingestion.Csv;

/// <summary>Says whether the first record names the columns.</summary>
internal static class HeaderDetector
{
    /// <summary>
    /// There is a header unless some column shows none: its first value is a number or a date as all others are, and no
    /// column shows one. Years in a first record (<c>country,2019,2020</c>) are names.
    /// </summary>
    public static bool HasHeader(IReadOnlyList<SampleRecord> records, CsvDialect dialect)
    {
        if (records.Count == 0 || records[0].Fields.Any(string.IsNullOrWhiteSpace) && records.Count > 1 && Against(records, dialect) > 0)
        {
            return records.Count == 0;
        }

        return records.Count == 1 ? records[0].Fields.All(field => Shape(field, dialect) == Shapes.None) : Against(records, dialect) <= 0;
    }

    /// <summary>Columns that speak against a header; 0 when any speaks for one.</summary>
    private static int Against(IReadOnlyList<SampleRecord> records, CsvDialect dialect)
    {
        var against = 0;
        for (var column = 0; column < records[0].Fields.Count; column++)
        {
            var facts = new ColumnFacts();
            for (var row = 1; row < records.Count; row++)
            {
                if (column < records[row].Fields.Count && records[row].Fields[column] is { Length: > 0 } value)
                {
                    ValueShapes.Narrow(facts, Encoding.UTF8.GetBytes(value), dialect, row);
                }
            }

            if (facts.Values == 0 || facts.Shapes == Shapes.None)
            {
                continue;
            }

            var name = records[0].Fields[column];
            if (name.Length == 0)
            {
                continue;
            }

            if ((Shape(name, dialect) & facts.Shapes) == Shapes.None)
            {
                return 0;
            }

            against += IsYear(name) ? 0 : 1;
        }

        return against;
    }

    private static Shapes Shape(string text, CsvDialect dialect)
    {
        if (text.Length == 0)
        {
            return Shapes.None;
        }

        var facts = new ColumnFacts();
        ValueShapes.Narrow(facts, Encoding.UTF8.GetBytes(text), dialect, 1);
        return facts.Shapes;
    }

    private static bool IsYear(string name) => name.Length == 4 && name[..2] is "19" or "20" && name.All(char.IsAsciiDigit);
}
