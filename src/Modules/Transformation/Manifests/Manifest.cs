using Talentys.Transformation.Parsing;
using Talentys.Transformation.Public;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Manifests;

/// <summary><c>manifest.json</c>, version 12: all that was read of a project, for other tools and for comparing.</summary>
internal static class Manifest
{
    /// <summary>Writes it.</summary>
    public static Task WriteAsync(DbtProject project, string folder, string invocation, TimeProvider clock, IReadOnlyDictionary<string, string>? compiled, CancellationToken cancellationToken) => ArtifactFiles.WriteAsync(
        folder, "manifest.json",
        new Dictionary<string, object?> { ["metadata"] = ArtifactFiles.Metadata(ArtifactFiles.ManifestSchema, project.Name, invocation, clock) }.Concat(Of(project, compiled)).ToDictionary(),
        cancellationToken);

    /// <summary>The content, without the metadata.</summary>
    /// <param name="project">The project.</param>
    /// <param name="compiled">The SQL of nodes that were compiled, by their ids.</param>
    public static Dictionary<string, object?> Of(DbtProject project, IReadOnlyDictionary<string, string>? compiled = null)
    {
        var facts = new MacroFacts(project.Context.Macros);
        var node = new ManifestNode(project, facts);
        Dictionary<string, object?> Section(Func<DbtNode, bool> wanted) => project.Nodes.Where(wanted).ToDictionary(
            one => one.UniqueId,
            one =>
            {
                var about = node.Of(one);
                if (one.IsStatement && compiled?.GetValueOrDefault(one.UniqueId) is { } sql)
                {
                    about["compiled"] = true;
                    about["compiled_code"] = sql;
                }

                return (object?)about;
            });

        var below = project.Nodes.SelectMany(one => one.DependsOn.Select(need => (need, one.UniqueId))).ToLookup(pair => pair.need, pair => pair.UniqueId);
        return new Dictionary<string, object?>
        {
            ["nodes"] = Section(one => one.IsStatement),
            ["sources"] = Section(one => one.ResourceType == "source"),
            ["macros"] = project.Context.Macros.All.ToDictionary(MacroFacts.IdOf, macro => (object?)Macro(project, macro, facts)),
            ["docs"] = project.Context.Macros.Docs.ToDictionary(doc => $"doc.{doc.Package}.{doc.Name}", doc => (object?)new Dictionary<string, object?>
            {
                ["name"] = doc.Name,
                ["resource_type"] = "doc",
                ["package_name"] = doc.Package,
                ["path"] = doc.File,
                ["original_file_path"] = doc.File,
                ["unique_id"] = $"doc.{doc.Package}.{doc.Name}",
                ["block_contents"] = doc.Text,
            }),
            ["exposures"] = Section(one => one.ResourceType == "exposure"),
            ["metrics"] = Section(one => one.ResourceType == "metric"),
            ["groups"] = project.Groups.ToDictionary(group => $"group.{group.Package.Name}.{group.Name}", group => (object?)new Dictionary<string, object?>
            {
                ["name"] = group.Name,
                ["resource_type"] = "group",
                ["package_name"] = group.Package.Name,
                ["path"] = group.File,
                ["original_file_path"] = group.File,
                ["unique_id"] = $"group.{group.Package.Name}.{group.Name}",
                ["owner"] = PlainValues.Of(group.Declared.Get("owner")),
                ["description"] = group.Description,
            }),
            ["selectors"] = PlainValues.Dict(project.Selectors.Written),
            ["disabled"] = project.Disabled.GroupBy(draft => draft.UniqueId).ToDictionary(group => group.Key, group => (object?)group.Select(ManifestNode.Common).ToList()),
            ["parent_map"] = project.Nodes.ToDictionary(one => one.UniqueId, one => (object?)one.DependsOn),
            ["child_map"] = project.Nodes.ToDictionary(one => one.UniqueId, one => (object?)below[one.UniqueId].Order(StringComparer.Ordinal).ToList()),
            ["group_map"] = project.Groups.ToDictionary(group => group.Name, group => (object?)project.Nodes.Where(one => one.Group == group.Name).Select(one => one.UniqueId).ToList()),
            ["saved_queries"] = Section(one => one.ResourceType == "saved_query"),
            ["semantic_models"] = Section(one => one.ResourceType == "semantic_model"),
            ["unit_tests"] = Section(one => one.ResourceType == "unit_test"),
        };
    }

    private static Dictionary<string, object?> Macro(DbtProject project, MacroEntry macro, MacroFacts facts)
    {
        var given = project.MacroProperties(macro);
        return new Dictionary<string, object?>
        {
            ["name"] = macro.Name,
            ["resource_type"] = "macro",
            ["package_name"] = macro.Package,
            ["path"] = macro.File,
            ["original_file_path"] = macro.File,
            ["unique_id"] = MacroFacts.IdOf(macro),
            ["macro_sql"] = macro.Text,
            ["depends_on"] = new Dictionary<string, object?> { ["macros"] = facts.Needs(macro) },
            ["description"] = given?.Own.Text("description") ?? "",
            ["meta"] = PlainValues.Dict(given?.Own.Dict("meta") ?? []),
            ["docs"] = new Dictionary<string, object?> { ["show"] = given?.Own.Dict("docs").Get("show") ?? true, ["node_color"] = null },
            ["config"] = new Dictionary<string, object?> { ["meta"] = new { }, ["docs"] = new { show = true } },
            ["patch_path"] = given is null ? null : $"{macro.Package}://{given.File}",
            ["arguments"] = PlainValues.Of(given?.Own.Get("arguments")) ?? Array.Empty<string>(),
            ["created_at"] = 0.0,
            ["supported_languages"] = null,
        };
    }
}
