using Talentys.Jinja.Public;

namespace Talentys.Transformation.Builds;

/// <summary>What is called by its name: an operation's macro, a snapshot's block.</summary>
internal sealed partial class NodeBuild
{
    /// <summary>Calls a macro with arguments by name.</summary>
    public object? Call(string package, string macro, PyDict given)
    {
        var names = Names();
        var callable = (package == node.Package ? names.Find(macro) : names.In(package, macro))!;
        return callable.Call(new JinjaArguments(run, [], given.ToDictionary(pair => pair.Key?.ToString() ?? "", pair => pair.Value)));
    }

    /// <summary>What stands in the block of a snapshot; null where the node is none or is written in YAML.</summary>
    private string? Block() => node.ResourceType == "snapshot" && plan.Project.Environment.Parse(node.RawCode ?? "", node.File).Macro(run, "snapshot_" + node.Name, Names()) is { } block
        ? block.Call(new JinjaArguments(run, []))?.ToString() ?? "" : null;
}
