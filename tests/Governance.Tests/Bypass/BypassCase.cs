using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Serialization;

namespace Talentys.Governance.Tests.Bypass;

/// <summary>One attempt to see what policies hide.</summary>
public sealed class BypassCase
{
    public string Name { get; set; } = "";

    public string Sql { get; set; } = "";

    /// <summary>Who tries: a name, or a name and a role.</summary>
    public string As { get; set; } = "ann";

    /// <summary>Values of <c>?</c>.</summary>
    public List<string> Parameters { get; set; } = [];

    /// <summary>The rows that come as JSON, so that a case is seen to run, and oracles to answer no.</summary>
    public string? Expect { get; set; }

    /// <summary>Texts that must not be told, besides the planted ones.</summary>
    public List<string> Never { get; set; } = [];

    /// <summary>Names of the files.</summary>
    public static IEnumerable<string> Files =>
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "bypass"), "*.yaml").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal);

    /// <summary>All cases.</summary>
    public static IReadOnlyList<BypassCase> All() => [.. Files.SelectMany(Of)];

    /// <summary>The cases of a file.</summary>
    public static IReadOnlyList<BypassCase> Of(string file)
    {
        var reader = new DeserializerBuilder().WithNamingConvention(YamlDotNet.Serialization.NamingConventions.UnderscoredNamingConvention.Instance).Build();
        return reader.Deserialize<List<BypassCase>>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "bypass", file)));
    }

    /// <summary>JSON without blanks.</summary>
    public static string Plain(string json) => JsonSerializer.Serialize(JsonNode.Parse(json));
}
