using System.Text.Json;
using Talentys.Jinja.Public;

namespace Talentys.Jinja.Tests;

/// <summary>
/// A case of <c>cases/*.cases</c>: a template as a JSON string on a line, and below it what it gives, <c>= "text"</c> or <c>! Error: message</c>.
/// Lines that begin with <c>#</c> are headings. What the templates know is in <c>cases/names.json</c>.
/// </summary>
internal sealed partial record JinjaCase(string File, string Template, string Expected)
{
    private static readonly JsonSerializerOptions AllLetters = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "cases");

    public static string NamesFile { get; } = Path.Combine(Folder, "names.json");

    public static IReadOnlyList<JinjaCase> All { get; } = [.. Directory.GetFiles(Folder, "*.cases").Order(StringComparer.Ordinal).SelectMany(Read)];

    /// <summary>What the template gives, in the same form.</summary>
    public string Actual()
    {
        var environment = new JinjaEnvironment { Syntax = Syntax };
        try
        {
            return "= " + Quote(environment.Parse(Template, "case").Render(Names()));
        }
        catch (JinjaException failure)
        {
            return $"! {failure.Kind}: {failure.Message}";
        }
    }

    /// <summary>Cases of this file are read with blocks that take their line's end with them.</summary>
    public bool Trims => File == "trimmed";

    private JinjaSyntax Syntax => new(Trims, Trims);

    /// <summary>A JSON string, with all letters as they are.</summary>
    public static string Quote(string text) => Escaped().Replace(JsonSerializer.Serialize(text, AllLetters), pair => JsonSerializer.Deserialize<string>($"\"{pair.Value}\"")!);

    public static JinjaNames Names()
    {
        using var json = JsonDocument.Parse(System.IO.File.ReadAllText(NamesFile));
        return new JinjaNames(json.RootElement.EnumerateObject().Select(name => KeyValuePair.Create(name.Name, Value(name.Value)))) { ["modules"] = JinjaModules.All(TimeProvider.System) };
    }

    /// <summary>Letters beyond 16 bits, which are escaped whatever the encoder allows.</summary>
    [System.Text.RegularExpressions.GeneratedRegex(@"\\uD[89AB]\w\w\\uD[CDEF]\w\w", System.Text.RegularExpressions.RegexOptions.IgnoreCase)]
    private static partial System.Text.RegularExpressions.Regex Escaped();

    private static object? Value(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.TryGetInt64(out var number) ? (object)number : json.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => new PyList(json.EnumerateArray().Select(Value)),
        JsonValueKind.Object => new PyDict(json.EnumerateObject().Select(pair => KeyValuePair.Create((object?)pair.Name, Value(pair.Value)))),
        _ => null,
    };

    private static IEnumerable<JinjaCase> Read(string file)
    {
        string? template = null;
        foreach (var line in System.IO.File.ReadLines(file).Where(line => line.Length > 0 && !line.StartsWith('#')))
        {
            if (line[0] == '"')
            {
                template = JsonSerializer.Deserialize<string>(line);
            }
            else
            {
                yield return new JinjaCase(Path.GetFileNameWithoutExtension(file), template!, line);
            }
        }
    }
}
