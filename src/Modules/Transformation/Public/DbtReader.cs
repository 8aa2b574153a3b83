using System.Collections.Concurrent;
using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Transformation.Graph;
using Talentys.Transformation.Parsing;
using Talentys.Transformation.Projects;
using Talentys.Transformation.Reading;
using Talentys.Transformation.Selection;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Public;

/// <summary>Reads one project again and again: what a changed file does not touch is not read twice.</summary>
/// <param name="order">Which project, and how.</param>
public sealed class DbtReader(DbtOrder order)
{
    private readonly Lock one = new();
    private readonly ProjectFiles files = new(order);
    private readonly Remembered remembered = new();
    private readonly JinjaEnvironment environment = Environment();
    private DbtProject? last;
    private (PyDict Target, IReadOnlyList<DbtPackage> Packages)? settings;
    private MacroTable? known;

    /// <summary>Which project, and how.</summary>
    public DbtOrder Order => order;

    /// <summary>The project as it lies there now; nothing is run.</summary>
    /// <exception cref="FaultException">It has faults: all of them are told at once.</exception>
    public DbtProject Read(CancellationToken cancellationToken)
    {
        lock (one)
        {
            files.Begin();
            remembered.Begin();
            var faults = new ConcurrentBag<Fault>();
            var reader = new ProjectReader(order, cancellationToken);
            var (target, packages) = Settings(reader);
            var flags = new ProjectFlags(packages[0].Settings);
            var macros = new MacroTable(environment, packages, files, remembered, faults, cancellationToken);
            Compare(macros);
            var context = new ParseContext(reader, target, packages, macros, order.Clock);
            var parser = new ProjectParser(environment, context, packages, files, remembered, faults, order.Notes, cancellationToken);
            IReadOnlyList<Draft> drafts;
            try
            {
                drafts = parser.Parse();
            }
            catch (JinjaException failure)
            {
                throw new FaultException([MacroTable.Faulty(failure, ProjectReader.FileName), .. faults], failure);
            }

            foreach (var refused in files.Refused)
            {
                faults.Add(refused);
            }

            files.End();
            remembered.End();
            var references = new References(packages[0], drafts);
            var before = last is { } earlier && macros.HasDocsOf(earlier.Context.Macros) ? earlier : null;
            var nodes = new GraphBuilder(references, drafts, macros, order.Notes, id => before?.Find(id)).Build(faults);
            return last = new DbtProject(packages[0].Name, nodes)
            {
                Environment = environment,
                Context = context,
                Packages = packages,
                Target = target,
                Order = order,
                Flags = flags,
                Groups = [.. drafts.Where(draft => draft.Type == "group")],
                Disabled = [.. drafts.Where(draft => draft.Type != "group" && !GraphBuilder.IsNode(draft))],
                Selectors = new SelectorFile(order.Folder, reader.Lists(target)),
                State = order.State(order.StateFolder),
                Properties = parser.Properties,
                References = references,
            };
        }
    }

    /// <summary>The project's own settings and those of its packages; where they changed, all is read anew.</summary>
    private (PyDict Target, IReadOnlyList<DbtPackage> Packages) Settings(ProjectReader reader)
    {
        var now = reader.Read();
        if (settings is { } before && before.Packages.Count == now.Packages.Count && YamlValues.AreSame(before.Target, now.Target) && before.Packages.Zip(now.Packages).All(pair => pair.First.IsLike(pair.Second)))
        {
            return before;
        }

        remembered.Forget<IReadOnlyList<Draft>>(_ => true);
        settings = now;
        return now;
    }

    /// <summary>Forgets what was made by macros that changed; all of it where one came or went, for it may stand for another.</summary>
    private void Compare(MacroTable macros)
    {
        if (known is not null)
        {
            var changed = macros.Changed(known);
            var other = !macros.HasDocsOf(known);
            if (changed is null || changed.Count > 0 || other)
            {
                remembered.Forget<IReadOnlyList<Draft>>(drafts => changed is null || drafts.Any(draft => changed.Overlaps(draft.Macros) || changed.Overlaps(draft.NamedBy) || (other && draft.ReadsDocs)));
            }
        }

        known = macros;
    }

    private static JinjaEnvironment Environment()
    {
        var environment = Rendered.Environment(false);
        environment.Blocks["test"] = new JinjaBlock(words => "test_" + First(words), ["model"]);
        environment.Blocks["data_test"] = environment.Blocks["test"];
        environment.Blocks["materialization"] = new JinjaBlock(words => MacroTexts.Materialization(First(words), words.SkipWhile(word => word != "adapter").ElementAtOrDefault(1)), []);
        environment.Blocks["snapshot"] = new JinjaBlock(words => "snapshot_" + First(words), []);
        return environment;
    }

    private static string First(IReadOnlyList<string> words) => words.Count == 0 ? "" : words[0];
}
