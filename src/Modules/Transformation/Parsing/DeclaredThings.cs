using Talentys.Jinja.Public;
using Talentys.Transformation.Projects;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Parsing;

/// <summary>Sources, exposures, groups, metrics and their like, which stand in property files alone.</summary>
internal sealed class DeclaredThings(DbtPackage root, ParseContext context, JinjaEnvironment environment, ReadingNotes? notes, CancellationToken cancellation)
{
    /// <summary>Those of one file.</summary>
    /// <param name="told">The file.</param>
    /// <param name="overriding">Sources of the project that stand in for those of the file's package.</param>
    public IEnumerable<Draft> Of(PropertyFile told, IReadOnlyList<PyDict> overriding)
    {
        var (package, file, content, folders) = told;
        Rendered Render(Draft draft) => new(environment, context.Names(new JinjaRun(environment, cancellation), package, draft), cancellation);
        string Name(PyDict declared)
        {
            var name = declared.Text("name") ?? "";
            if (name.Contains("{{", StringComparison.Ordinal))
            {
                var draft = new Draft(package, "source", name, file, [package.Name, .. folders, name]);
                ReadingNotes.Try(notes, draft, () => name = Render(draft).Of(name, file) as string ?? name);
            }

            return name;
        }

        foreach (var written in content.Dicts("sources").Where(source => source.Text("name") is not null && source.Text("overrides") is null))
        {
            var source = overriding.Where(own => own.Text("name") == written.Text("name")).Aggregate(written, Overridden);
            var sourceName = Name(source);
            foreach (var table in source.Dicts("tables").Where(table => table.Text("name") is not null))
            {
                var name = Name(table);
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
                (draft.Given, draft.Config, draft.Schema, draft.Alias) = (config, config, sourceName, name);
                draft.Description = table.Text("description");
                ReadingNotes.Try(notes, draft, () =>
                {
                    foreach (var from in (PyDict[])[new Properties(source, [], file).Config, new Properties(table, [], file).Config])
                    {
                        ConfigTree.Add(draft.Unrendered, from);
                        ConfigTree.Add(config, (PyDict)Render(draft).Of(from, file)!);
                    }

                    draft.Schema = Render(draft).Of(source.Text("schema"), file) as string ?? sourceName;
                    draft.Alias = Render(draft).Of(table.Text("identifier"), file) as string ?? name;
                });
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
            ReadingNotes.Try(notes, draft, () =>
            {
                foreach (var need in Values.Texts(exposure.Get("depends_on")))
                {
                    Render(draft).Expression(need, $"{file}: {name}");
                }
            });

            yield return draft;
        }

        foreach (var draft in new SemanticFile(root, package, file, folders).Read(content, draft => Render(draft)))
        {
            yield return draft;
        }
    }

    /// <summary>A source of a package with what the project says in its place, its tables by their names.</summary>
    private static PyDict Overridden(PyDict source, PyDict own)
    {
        var tables = own.Dicts("tables").Where(table => table.Text("name") is not null).ToLookup(table => table.Text("name"));
        return new PyDict(source.Concat(own.Where(pair => pair.Key is not ("overrides" or "tables"))))
        {
            ["tables"] = new PyList(source.Dicts("tables").Select(table => (object?)tables[table.Text("name")].Aggregate(table, (told, more) => new PyDict(told.Concat(more))))),
        };
    }
}
