using Talentys.Jinja.Public;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using YamlDotNet.Serialization;

namespace Talentys.Transformation.Yaml;

/// <summary>Values of templates as a text in YAML, as Python's <c>safe_dump</c> writes them.</summary>
internal static class YamlText
{
    private static readonly ISerializer Serializer = new SerializerBuilder().Build();

    public static string Of(object? value, bool sortKeys) => Serializer.Serialize(Node(value, sortKeys));

    private static YamlNode Node(object? value, bool sorts) => value switch
    {
        PyDict { Count: 0 } => new YamlMappingNode { Style = YamlDotNet.Core.Events.MappingStyle.Flow },
        PyDict dict => new YamlMappingNode((sorts ? dict.OrderBy(pair => JinjaValues.Text(pair.Key), StringComparer.Ordinal) : dict.AsEnumerable()).Select(pair => KeyValuePair.Create(Node(pair.Key, sorts), Node(pair.Value, sorts)))),
        string text => new YamlScalarNode(text) { Style = IsPlain(text) ? ScalarStyle.Any : ScalarStyle.SingleQuoted },
        null => new YamlScalarNode("null") { Style = ScalarStyle.Plain },
        bool truth => new YamlScalarNode(truth ? "true" : "false") { Style = ScalarStyle.Plain },
        _ when JinjaValues.Items(value) is { } items => items.ToList() is { Count: > 0 } list ? new YamlSequenceNode(list.Select(item => Node(item, sorts))) : new YamlSequenceNode { Style = YamlDotNet.Core.Events.SequenceStyle.Flow },
        _ => new YamlScalarNode(JinjaValues.Text(value)) { Style = ScalarStyle.Plain },
    };

    /// <summary>Whether a text without quotes would be read as that text.</summary>
    private static bool IsPlain(string text)
    {
        try
        {
            return text.Contains('\n', StringComparison.Ordinal) || YamlValues.Read(text, "") is string read && read == text;
        }
        catch (Kernel.FaultException)
        {
            return false;
        }
    }
}
