using System.Globalization;
using System.Text;

namespace Talentys.DuckDb.Faults;

/// <summary>A position in a statement as people count it.</summary>
internal static class SqlPlace
{
    /// <summary><c>line 2, column 8</c>, from an offset in bytes of UTF-8; null when there is none.</summary>
    public static string? Of(string? sql, string? position)
    {
        if (sql is null || !int.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
        {
            return null;
        }

        var bytes = Encoding.UTF8.GetBytes(sql);
        var before = Encoding.UTF8.GetString(bytes.AsSpan(0, Math.Min(offset, bytes.Length)));
        var line = before.Count(character => character == '\n') + 1;
        return string.Create(CultureInfo.InvariantCulture, $"line {line}, column {before.Length - before.LastIndexOf('\n')}");
    }
}
