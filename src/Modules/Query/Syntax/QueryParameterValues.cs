using System.Globalization;
using Talentys.Kernel;
using Talentys.Query.Public;

namespace Talentys.Query.Syntax;

/// <summary>The values of a statement's parameters, where a stage has to know them.</summary>
internal static class QueryParameterValues
{
    /// <summary>The value of <c>$1</c> or <c>$name</c>.</summary>
    public static bool TryFind(QueryOrder order, string name, out object? value)
    {
        if (order.NamedParameters.TryGetValue(name, out value))
        {
            return true;
        }

        var known = int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= order.Parameters.Count;
        value = known ? order.Parameters[number - 1] : null;
        return known;
    }

    /// <summary>A value as it is written.</summary>
    public static string Literal(object? value) => value switch
    {
        null or DBNull => "NULL",
        sbyte or byte or short or ushort or int or uint or long or ulong or decimal => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        DateTimeOffset time => SqlText.Literal(time.ToString("yyyy-MM-dd HH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture)),
        DateTime { Kind: DateTimeKind.Utc } time => SqlText.Literal(time.ToString("yyyy-MM-dd HH:mm:ss.ffffff'+00'", CultureInfo.InvariantCulture)),
        DateTime time => SqlText.Literal(time.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)),
        DateOnly day => SqlText.Literal(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        _ => SqlText.Literal(Convert.ToString(value, CultureInfo.InvariantCulture)!.Replace("\0", "", StringComparison.Ordinal)),
    };

    /// <summary>A value as a number; null when it is none.</summary>
    public static double? Number(object? value) => value switch
    {
        sbyte or byte or short or ushort or int or uint or long or ulong or decimal or double or float => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };
}
