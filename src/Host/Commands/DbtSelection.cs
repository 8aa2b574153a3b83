using System.CommandLine;
using Talentys.Transformation.Public;

namespace Talentys.Host.Commands;

/// <summary>The options of dbt that say which nodes are meant.</summary>
internal sealed class DbtSelection
{
    private readonly Option<string[]> select = Several("--select", "Nodes: names, tag:x, path:y, state:modified, +name+1, @name; blanks join, commas intersect", "-s", "--models", "-m");
    private readonly Option<string[]> exclude = Several("--exclude", "The same, of what is left out");
    private readonly Option<string[]> types = Several("--resource-type", "Only nodes of these types; all for every type", "--resource-types");
    private readonly Option<string[]> withoutTypes = Several("--exclude-resource-type", "No nodes of these types", "--exclude-resource-types");
    private readonly Option<string?> indirect = new("--indirect-selection") { Description = "Which tests come along: eager, cautious, buildable or empty", DefaultValueFactory = _ => DbtVariables.Text("INDIRECT_SELECTION") };
    private readonly Option<string?> selector = new("--selector") { Description = "A selector of selectors.yml, instead of --select and --exclude" };
    private readonly Option<string?> state = new("--state") { Description = "Folder with manifest.json of an earlier state, for state:, result: and --defer", DefaultValueFactory = _ => DbtVariables.Text("STATE") };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[select, exclude, types, withoutTypes, indirect, selector, state])
        {
            command.Options.Add(option);
        }
    }

    public string[]? Select(ParseResult parsed) => parsed.GetValue(select);

    public string[]? Exclude(ParseResult parsed) => parsed.GetValue(exclude);

    public string[]? Types(ParseResult parsed) => parsed.GetValue(types);

    public string[]? WithoutTypes(ParseResult parsed) => parsed.GetValue(withoutTypes);

    public string? Indirect(ParseResult parsed) => parsed.GetValue(indirect);

    public string? Selector(ParseResult parsed) => parsed.GetValue(selector);

    /// <summary>Folder of the earlier state: on this machine as it is from here, on a server as it was written.</summary>
    public string? State(ParseResult parsed, bool here) => Folder(parsed.GetValue(state), here);

    public static string? Folder(string? path, bool here) => path is not null && here ? Path.GetFullPath(path) : path;

    /// <summary>The nodes that are chosen of a project.</summary>
    public IReadOnlyList<DbtNode> Of(DbtProject project, ParseResult parsed) =>
        project.Select(Select(parsed) ?? [], Exclude(parsed) ?? [], Indirect(parsed) ?? "eager", Selector(parsed));

    public static Option<string[]> Several(string name, string description, params string[] others) =>
        new(name, others) { Description = description, AllowMultipleArgumentsPerToken = true };
}
