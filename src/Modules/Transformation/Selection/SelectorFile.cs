using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Transformation.Projects;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Selection;

/// <summary><c>selectors.yml</c>: selections under a name.</summary>
internal sealed class SelectorFile
{
    public const string FileName = "selectors.yml";

    private readonly Dictionary<string, object?> definitions = new(StringComparer.Ordinal);

    /// <summary>Reads the file of a project, when there is one.</summary>
    /// <exception cref="FaultException">It cannot be read.</exception>
    public SelectorFile(string folder, Rendered rendered)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path) || rendered.Of(YamlValues.Read(File.ReadAllText(path), FileName), FileName) is not PyDict content)
        {
            return;
        }

        foreach (var selector in content.Dicts("selectors"))
        {
            var name = selector.Text("name") ?? throw Wrong("A selector has no name.", "Give it name:.");
            if (!definitions.TryAdd(name, selector.Get("definition")))
            {
                throw Wrong($"Two selectors are named {name}.", "Rename one of them.");
            }

            Written[name] = selector;
            if (selector.Get("default") is true)
            {
                Default = Default is null ? name : throw Wrong($"{Default} and {name} are both the default.", "Keep default: true at one of them.");
            }
        }
    }

    /// <summary>The selector that holds where nothing is selected.</summary>
    public string? Default { get; }

    /// <summary>The selectors as they are written.</summary>
    public PyDict Written { get; } = [];

    /// <summary>The definition of a selector.</summary>
    /// <exception cref="FaultException">There is none of that name.</exception>
    public object? Find(string name) => definitions.TryGetValue(name, out var definition) ? definition
        : throw new FaultException(Fault.Invalid(
            "dbt.selector_unknown", $"There is no selector {name}.", "--selector",
            definitions.Count == 0 ? $"Write it into {FileName}." : $"There are {string.Join(", ", definitions.Keys.Order(StringComparer.Ordinal))}."));

    private static FaultException Wrong(string message, string mend) => new(Fault.Invalid("dbt.selector_invalid", message, FileName, mend));
}
