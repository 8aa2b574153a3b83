using Talentys.Jinja.Public;
using Talentys.Transformation.Public;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Projects;

/// <summary>What is odd in a project: flags that nobody knows, properties and settings of nothing, names with blanks.</summary>
internal static class ProjectWarnings
{
    private static readonly (string Section, string Type)[] Sections =
        [("models", "model"), ("seeds", "seed"), ("snapshots", "snapshot"), ("data_tests", "test"), ("tests", "test"), ("unit_tests", "unit_test"), ("exposures", "exposure"), ("metrics", "metric"), ("saved-queries", "saved_query")];

    /// <summary>Settings that are dicts and may stand without a plus where a folder could.</summary>
    private static readonly HashSet<string> Settings = new(StringComparer.Ordinal) { "vars", "pre-hook", "post-hook", "pre_hook", "post_hook", "quoting", "partition_by", "labels", "snapshot_meta_column_names" };

    public static IReadOnlyList<DbtWarning> Of(DbtProject project)
    {
        var root = project.Packages[0];
        var all = project.Nodes.Select(node => node.Draft).Concat(project.Disabled).ToList();
        return
        [
            .. project.Flags.Unknown.Select(name => new DbtWarning("UnknownProjectFlag", $"dbt has no flag {name}.", ProjectReader.FileName)),
            .. project.Flags.RefusesBlanks ? [] : Blanks(project),
            .. project.Properties.Unmatched(root.Name, all)
                .Select(one => new DbtWarning("NoNodeForYamlKey", $"There is no {one.Type} {one.Name} for what is said of it.", one.File)),
            .. Sections.SelectMany(section => Unused(root.Settings.Dict(section.Section), [], [.. all.Where(draft => draft.Type == section.Type).Select(draft => draft.Fqn)])
                .Select(path => new DbtWarning("UnusedResourceConfigPath", $"Settings of {section.Section}.{string.Join('.', path)} are of nothing in the project.", ProjectReader.FileName))),
        ];
    }

    /// <summary>Nodes whose names have blanks.</summary>
    public static IEnumerable<DbtWarning> Blanks(DbtProject project) => project.Nodes.Where(node => node.IsStatement && node.Name.Contains(' ', StringComparison.Ordinal))
        .Select(node => new DbtWarning("SpacesInResourceNameDeprecation", $"The name of {node.UniqueId} has a blank.", node.File));

    /// <summary>The deepest folders of settings that no node is in.</summary>
    private static IEnumerable<IReadOnlyList<string>> Unused(PyDict tree, IReadOnlyList<string> path, IReadOnlyList<IReadOnlyList<string>> names)
    {
        foreach (var (key, value) in tree)
        {
            if (key is not string name || name[0] == '+' || value is not PyDict inner || ConfigTree.IsSetting(name) || Settings.Contains(name))
            {
                continue;
            }

            IReadOnlyList<string> here = [.. path, name];
            var below = names.Where(fqn => fqn.Count >= here.Count && fqn[here.Count - 1] == name).ToList();
            if (below.Count == 0)
            {
                yield return here;
                continue;
            }

            foreach (var deeper in Unused(inner, here, below))
            {
                yield return deeper;
            }
        }
    }
}
