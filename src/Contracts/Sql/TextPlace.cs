using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Talentys.Contracts;

/// <summary>The place of a fault in a text as people count it: <c>line 2, column 5</c>, both from 1.</summary>
public static class TextPlace
{
    private const string LineWord = "line ";
    private const string ColumnWord = ", column ";

    /// <summary>The place of a character.</summary>
    public static string Of(string text, int index)
    {
        var (line, column) = Count(text, index);
        return At(line, column);
    }

    /// <summary>The place with these numbers, both from 1.</summary>
    public static string At(long line, long column) => string.Create(CultureInfo.InvariantCulture, $"{LineWord}{line}{ColumnWord}{column}");

    /// <summary>Line and column of a character, both from 1.</summary>
    public static (int Line, int Column) Count(string text, int index)
    {
        var before = text.AsSpan(0, Math.Clamp(index, 0, text.Length));
        return (before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'));
    }

    /// <summary>Reads the numbers of a place; false for a place of another sort, as a file or a field.</summary>
    public static bool TryRead([NotNullWhen(true)] string? place, out int line, out int column)
    {
        (line, column) = (0, 0);
        if (place is null || !place.StartsWith(LineWord, StringComparison.Ordinal))
        {
            return false;
        }

        var end = place.IndexOf(ColumnWord, StringComparison.Ordinal);
        return end > 0
            && int.TryParse(place.AsSpan(LineWord.Length, end - LineWord.Length), NumberStyles.None, CultureInfo.InvariantCulture, out line)
            && int.TryParse(place.AsSpan(end + ColumnWord.Length), NumberStyles.None, CultureInfo.InvariantCulture, out column)
            && line > 0 && column > 0;
    }

    /// <summary>The character that stands at a place, at most the end of the text; null for a place of another sort, or in a line that the text does not have.</summary>
    public static int? IndexOf(string text, string? place)
    {
        if (!TryRead(place, out var line, out var column))
        {
            return null;
        }

        var start = 0;
        for (; line > 1; line--)
        {
            start = text.IndexOf('\n', start) + 1;
            if (start == 0)
            {
                return null;
            }
        }

        return (int)Math.Min(start + (long)column - 1, text.Length);
    }

    /// <summary>The character at an offset in bytes of UTF-8 behind another one, as engines count.</summary>
    public static int IndexOfByte(string text, long offset, int from = 0)
    {
        var at = from;
        for (long bytes = 0; at < text.Length && bytes < offset; at++)
        {
            bytes += char.IsSurrogate(text[at]) ? 2 : Encoding.UTF8.GetByteCount(text.AsSpan(at, 1)); // a pair is four
        }

        return at;
    }
}
