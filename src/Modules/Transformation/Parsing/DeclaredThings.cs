using Talentys.Jinja.Public;
using Talentys.Transformation.Projects;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Parsing;

/// <summary>Sources, exposures, groups, metrics and their like, which stand in property files alone.</summary>
internal sealed class DeclaredThings(DbtPackage root, ParseContext context, JinjaEnvironment environment, CancellationToken cancellation)
{
    /// <summary>Those of one file.</summary>
    public IEnumerable<Draft> Of(PropertyFile told)
    {
        var (package, file, content, folders) = told;
        Rendered Render(Draft draft) => new(environment, context.Names(new JinjaRun(environment, cancellation), package, draft), cancellation);
        foreach (var source in content.Dicts("sources"))
        {
            foreach (var table in source.Dicts("tables"))
            {
                var (sourceName, name) = (source.Text("name") ?? "", table.Text("name") ?? "");
                IReadOnlyList<string> fqn = [package.Name, .. folders, sourceName, name];
                var draft = new Draft(package, "source", name, file, fqn)
                {
                    Source = sourceName,
                    Declared = source,
                    Freshness = SourceFreshness.Of(source, table),
                    Properties = new Properties(table, [], file),
                    Unrendered = ConfigTree.Written(root, package, "sources", fqn),
                };
                var config = ConfigTree.OfProjects(root, package, "sources", fqn);
                foreach (var from in (PyDict[])[new Properties(source, [], file).Config, new Properties(table, [], file).Config])
                {
                    ConfigTree.Add(draft.Unrendered, from);
                    ConfigTree.Add(config, (PyDict)Render(draft).Of(from, file)!);
                }

                (draft.Given, draft.Config) = (config, config);
                draft.Description = table.Text("description");
                draft.Schema = Render(draft).Of(source.Text("schema"), file) as string ?? sourceName;
                draft.Alias = Render(draft).Of(table.Text("identifier"), file) as string ?? name;
                yield return draft;
            }
        }

        foreach (var exposure in content.Dicts("exposures"))
        {
            var name = exposure.Text("name") ?? "";
            IReadOnlyList<string> fqn = [package.Name, .. folders, name];
            var draft = new Draft(package, "exposure", name, file, fqn) { Description = exposure.Text("description"), Declared = exposure };
            draft.Given = ConfigTree.OfProjects(root, package, "exposures", fqn);
            draft.Unrendered = new PyDict(exposure.Dict("config"));
            ConfigTree.Add(draft.Given, new Properties(exposure, [], file).Config);
            draft.Config = draft.Given;
            foreach (var need in Values.Texts(exposure.Get("depends_on")))
            {
                Render(draft).Expression(need, $"{file}: {name}");
            }

            yield return draft;
        }

        foreach (var draft in new SemanticFile(root, package, file, folders).Read(content, draft => Render(draft)))
        {
            yield return draft;
        }
    }
}
