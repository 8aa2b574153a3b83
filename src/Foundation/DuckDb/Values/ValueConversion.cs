using System.Globalization;

namespace Talentys.DuckDb.Values;

/// <summary>Converts a value of the engine to the type that a caller asks for.</summary>
internal static class ValueConversion
{
    public static T? To<T>(object? value)
    {
        if (value is null or T)
        {
            return (T?)value;
        }

        var type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        return (T?)(value is DateOnly date && type == typeof(DateTime)
            ? date.ToDateTime(TimeOnly.MinValue)
            : Convert.ChangeType(value, type, CultureInfo.InvariantCulture));
    }
}
