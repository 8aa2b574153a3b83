using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Talentys.Jinja.Public;
using Talentys.Kernel;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Talentys.Transformation.Yaml;

/// <summary>YAML as Python reads it (YAML 1.1: <c>yes</c> is true), with anchors and merge keys, as values of templates.</summary>
internal static partial class YamlValues
{
    private const int Deepest = 100;
    private const int Most = 1_000_000;

    /// <summary>The one document of a text; None when it is empty.</summary>
    public static object? Read(string text, string file)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            var count = 0;
            return stream.Documents.Count switch
            {
                0 => null,
                1 => Value(stream.Documents[0].RootNode, file, 0, ref count),
                _ => throw Wrong($"{file}:{stream.Documents[1].RootNode.Start.Line}", "There is more than one document in the file."),
            };
        }
        catch (YamlException failure)
        {
            throw Wrong($"{file}:{failure.Start.Line}:{failure.Start.Column}", failure.InnerException?.Message ?? failure.Message);
        }
    }

    /// <summary>Whether two values that were read would be read alike by whatever reads them: in kind, in order.</summary>
    public static bool AreSame(object? left, object? right) => (left, right) switch
    {
        (PyDict one, PyDict other) => one.Count == other.Count && one.Zip(other).All(pair => AreSame(pair.First.Key, pair.Second.Key) && AreSame(pair.First.Value, pair.Second.Value)),
        (PyList one, PyList other) => one.Count == other.Count && one.Zip(other).All(pair => AreSame(pair.First, pair.Second)),
        _ => Equals(left, right),
    };

    private static FaultException Wrong(string place, string message) =>
        new(Fault.Invalid("dbt.yaml_invalid", $"The YAML cannot be read: {message.TrimEnd('.')}.", place, "Mend the file's layout."));

    private static object? Value(YamlNode node, string file, int depth, ref int count)
    {
        if (depth > Deepest || ++count > Most)
        {
            throw Wrong($"{file}:{node.Start.Line}", depth > Deepest ? $"more than {Deepest} levels" : $"more than {Most:N0} values, counting what aliases repeat");
        }

        switch (node)
        {
            case YamlScalarNode scalar:
                return Scalar(scalar);
            case YamlSequenceNode list:
                var items = new PyList();
                foreach (var item in list)
                {
                    items.Add(Value(item, file, depth + 1, ref count));
                }

                return items;
            case YamlMappingNode mapping:
                var dict = new PyDict();
                foreach (var (key, value) in mapping)
                {
                    if (key is not YamlScalarNode { Value: "<<", Style: ScalarStyle.Plain })
                    {
                        dict[Value(key, file, depth + 1, ref count)] = Value(value, file, depth + 1, ref count);
                        continue;
                    }

                    var merged = Value(value, file, depth + 1, ref count);
                    foreach (var from in merged is PyList several ? several.OfType<PyDict>() : merged is PyDict one ? [one] : [])
                    {
                        foreach (var (name, item) in from)
                        {
                            if (!dict.ContainsKey(name))
                            {
                                dict[name] = item;
                            }
                        }
                    }
                }

                return dict;
            default:
                return null;
        }
    }

    private static object? Scalar(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style != ScalarStyle.Plain || scalar.Tag == "tag:yaml.org,2002:str")
        {
            return text;
        }

        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return null;
            case "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON":
                return true;
            case "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF":
                return false;
            case ".inf" or "+.inf":
                return double.PositiveInfinity;
            case "-.inf":
                return double.NegativeInfinity;
            case ".nan":
                return double.NaN;
        }

        if (Whole().IsMatch(text))
        {
            var number = BigInteger.Parse(text.Replace("_", "", StringComparison.Ordinal).TrimStart('+'), CultureInfo.InvariantCulture);
            return number >= long.MinValue && number <= long.MaxValue ? (object)(long)number : number;
        }

        return Broken().IsMatch(text) ? double.Parse(text.Replace("_", "", StringComparison.Ordinal), CultureInfo.InvariantCulture)
            : Day().IsMatch(text) && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? JinjaModules.Date(day)
            : text;
    }

    [GeneratedRegex(@"^[-+]?(0|[1-9][0-9_]*)$")]
    private static partial Regex Whole();

    [GeneratedRegex(@"^[-+]?([0-9][0-9_]*\.[0-9_]*([eE][-+][0-9]+)?|\.[0-9][0-9_]*([eE][-+][0-9]+)?)$")]
    private static partial Regex Broken();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d$")]
    private static partial Regex Day();
}
