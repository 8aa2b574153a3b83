using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Talentys.Jinja.Public;

namespace Talentys.Transformation.Manifests;

/// <summary>Values of templates and of YAML as JSON has them.</summary>
internal static class PlainValues
{
    public static object? Of(object? value) => value switch
    {
        PyDict dict => Dict(dict),
        PyList list => list.Select(Of).ToList(),
        PyTuple tuple => tuple.Select(Of).ToList(),
        null or string or bool or long or double or decimal => value,
        JinjaUndefined => null,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    public static Dictionary<string, object?> Dict(PyDict dict)
    {
        var plain = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (key, value) in dict)
        {
            plain[Convert.ToString(key, CultureInfo.InvariantCulture) ?? ""] = Of(value);
        }

        return plain;
    }

    /// <summary>dbt's checksum of a text.</summary>
    public static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.Trim())));
}
