using System.Numerics;
using System.Text;
using Talentys.Jinja.Public;

namespace Talentys.Transformation.Relations;

/// <summary>Values of the engine as templates have them: Python's.</summary>
internal static class TemplateValues
{
    public static object? Of(object? value) => value switch
    {
        decimal { Scale: 0 } whole => whole is >= long.MinValue and <= long.MaxValue ? (long)whole : (object)new BigInteger(whole),
        DateOnly day => JinjaModules.Date(day),
        DateTime moment => JinjaModules.DateTime(moment),
        TimeOnly time => JinjaModules.Time(time),
        byte[] blob => Shown(blob),
        object?[] list => new PyList(list.Select(Of)),
        Dictionary<string, object?> fields => new PyDict(fields.Select(pair => KeyValuePair.Create((object?)pair.Key, Of(pair.Value)))),
        _ => value,
    };

    /// <summary>Bytes as the engine's SQL writes them.</summary>
    private static string Shown(byte[] blob)
    {
        var text = new StringBuilder();
        foreach (var one in blob)
        {
            _ = one is >= 32 and < 127 && one is not ((byte)'\\' or (byte)'\'' or (byte)'"') ? text.Append((char)one) : text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\x{one:X2}");
        }

        return text.ToString();
    }
}
