using System.Text;

namespace Talentys.Ingestion.Csv;

/// <summary>The text of a field, its escapes undone.</summary>
internal static class CsvText
{
    public static string Of(in CsvRecord record, CsvField field, CsvDialect dialect)
    {
        var text = Encoding.UTF8.GetString(record.Bytes(field));
        if (!field.Escaped)
        {
            return text;
        }

        var quote = (char)dialect.Quote;
        return dialect.DoublesQuotes
            ? text.Replace($"{quote}{quote}", $"{quote}", StringComparison.Ordinal)
            : Unescape(text, (char)dialect.Escape);
    }

    private static string Unescape(string text, char escape)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            i += text[i] == escape && i + 1 < text.Length ? 1 : 0;
            plain.Append(text[i]);
        }

        return plain.ToString();
    }
}
