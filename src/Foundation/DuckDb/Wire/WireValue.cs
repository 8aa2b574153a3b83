using System.Globalization;
using Talentys.DuckDb.Faults;

namespace Talentys.DuckDb.Wire;

/// <summary>A parameter with its type, as text.</summary>
/// <param name="Type">One of the names below; null for null.</param>
/// <param name="Text">The value, in the invariant culture.</param>
internal sealed record WireValue(string? Type, string? Text)
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public static WireValue Of(object? value) => value switch
    {
        null or DBNull => new WireValue(null, null),
        bool truth => new WireValue("bool", truth ? "1" : "0"),
        sbyte or byte or short or ushort or int or uint or long => new WireValue("long", Convert.ToString(value, Invariant)),
        ulong number => new WireValue("ulong", number.ToString(Invariant)),
        double or float => new WireValue("double", Convert.ToDouble(value, Invariant).ToString("R", Invariant)),
        decimal number => new WireValue("decimal", number.ToString(Invariant)),
        string text => new WireValue("string", text),
        char letter => new WireValue("string", letter.ToString()),
        Guid id => new WireValue("string", id.ToString()),
        DateOnly date => new WireValue("date", date.ToString("O", Invariant)),
        TimeOnly time => new WireValue("time", time.ToString("O", Invariant)),
        DateTime moment => new WireValue("datetime", moment.ToString("O", Invariant)),
        DateTimeOffset moment => new WireValue("datetime", moment.UtcDateTime.ToString("O", Invariant)),
        byte[] data => new WireValue("bytes", Convert.ToBase64String(data)),
        _ => throw EngineFaults.Wrong($"A parameter cannot be a {value.GetType().Name}."),
    };

    public object? ToObject()
    {
        var text = Text ?? "";
        return Type switch
        {
            null => null,
            "bool" => text == "1",
            "long" => long.Parse(text, Invariant),
            "ulong" => ulong.Parse(text, Invariant),
            "double" => double.Parse(text, Invariant),
            "decimal" => decimal.Parse(text, Invariant),
            "string" => text,
            "date" => DateOnly.ParseExact(text, "O", Invariant),
            "time" => TimeOnly.ParseExact(text, "O", Invariant),
            "datetime" => DateTime.ParseExact(text, "O", Invariant, DateTimeStyles.RoundtripKind),
            "bytes" => Convert.FromBase64String(text),
            _ => throw new InvalidDataException($"A parameter of the unknown type {Type} was sent."),
        };
    }
}
