using System.Buffers;
using System.Globalization;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;
using Talentys.DuckDb.Public;
using Talentys.Query.Results;

namespace Talentys.Query.Kept.Exports;

/// <summary>Writes values as cells of a sheet. What a cell of Excel cannot hold exactly is written as text.</summary>
internal static class XlsxCell
{
    /// <summary>Longest text of a cell.</summary>
    public const int MostCharacters = 32_767;

    /// <summary>Digits that Excel keeps of a number.</summary>
    private const int MostDigits = 15;

    private const double MicrosecondsPerDay = 86_400_000_000;

    /// <summary>Day 61, 1 March 1900: before it Excel counts a day that never was.</summary>
    private const double FirstDay = 61;

    /// <summary>Day after 9999-12-31.</summary>
    private const double EndOfDays = 2_958_466;

    /// <summary>1970-01-01 as Excel counts days.</summary>
    private const double Epoch = 25_569;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    private enum Style
    {
        General,
        Date,
        Moment,
        Time,
    }

    /// <summary>Writes one value; null is an empty cell.</summary>
    public static void Write(StringBuilder sheet, IArrowArray array, int row)
    {
        if (array.IsNull(row))
        {
            sheet.Append("<c/>");
            return;
        }

        var text = CellText.Whole(array, row)!;
        switch (array)
        {
            case BooleanArray:
                sheet.Append("<c t=\"b\"><v>").Append(text == "true" ? '1' : '0').Append("</v></c>");
                break;
            case Date32Array date:
                Serial(sheet, date.Values[row] + Epoch, Style.Date, text);
                break;
            case TimestampArray stamp:
                var type = (TimestampType)stamp.Data.DataType;
                Serial(sheet, (stamp.Values[row] / PerDay(type.Unit)) + Epoch, Style.Moment, text);
                break;
            case Time64Array time:
                Number(sheet, (time.Values[row] / PerDay(((Time64Type)time.Data.DataType).Unit)).ToString("R", CultureInfo.InvariantCulture), Style.Time);
                break;
            default:
                if (NestedJson.IsNumber(array) && IsExact(array, text))
                {
                    Number(sheet, text, Style.General);
                }
                else
                {
                    Text(sheet, text);
                }

                break;
        }
    }

    /// <summary>Writes a text: an inline one, which is never read as a formula.</summary>
    public static void Text(StringBuilder sheet, string text)
    {
        sheet.Append("<c t=\"inlineStr\"><is><t xml:space=\"preserve\">");
        var length = Math.Min(text.Length, MostCharacters);
        if (length > 0 && length < text.Length && char.IsHighSurrogate(text[length - 1]))
        {
            length--;
        }

        for (var i = 0; i < length; i++)
        {
            Character(sheet, text, i);
        }

        sheet.Append("</t></is></c>");
    }

    private static void Character(StringBuilder sheet, string text, int at)
    {
        var letter = text[at];
        switch (letter)
        {
            case '<':
                sheet.Append("&lt;");
                break;
            case '>':
                sheet.Append("&gt;");
                break;
            case '&':
                sheet.Append("&amp;");
                break;
            case '\t' or '\n':
                sheet.Append(letter);
                break;
            case '_' when IsEscape(text, at):
            case < ' ' or '\uFFFE' or '\uFFFF':
                sheet.Append(CultureInfo.InvariantCulture, $"_x{(int)letter:X4}_"); // as Excel writes what XML cannot hold
                break;
            default:
                sheet.Append(letter);
                break;
        }
    }

    /// <summary>Whether what follows would be read as the escape of a character: <c>_x000A_</c>.</summary>
    private static bool IsEscape(string text, int at) =>
        at + 6 < text.Length && text[at + 1] == 'x' && text[at + 6] == '_' && text.AsSpan(at + 2, 4).IndexOfAnyExcept(HexDigits) < 0;

    private static void Serial(StringBuilder sheet, double days, Style style, string text)
    {
        if (days is >= FirstDay and < EndOfDays)
        {
            Number(sheet, days.ToString("R", CultureInfo.InvariantCulture), style);
        }
        else
        {
            Text(sheet, text);
        }
    }

    private static void Number(StringBuilder sheet, string number, Style style)
    {
        sheet.Append("<c");
        if (style != Style.General)
        {
            sheet.Append(CultureInfo.InvariantCulture, $" s=\"{(int)style}\"");
        }

        sheet.Append("><v>").Append(number).Append("</v></c>");
    }

    /// <summary>A floating number is as near as Excel's own; a whole or decimal one must have no more digits than Excel keeps.</summary>
    private static bool IsExact(IArrowArray array, string text) => array is DoubleArray or FloatArray
        ? char.IsAsciiDigit(text[^1])
        : text.Length <= MostDigits || text.Count(char.IsAsciiDigit) - text.TakeWhile(c => c is '-' or '0' or '.').Count(char.IsAsciiDigit) <= MostDigits;

    private static double PerDay(TimeUnit unit) => unit switch
    {
        TimeUnit.Second => MicrosecondsPerDay / 1_000_000,
        TimeUnit.Millisecond => MicrosecondsPerDay / 1000,
        TimeUnit.Nanosecond => MicrosecondsPerDay * 1000,
        _ => MicrosecondsPerDay,
    };
}
