using System.Collections.Concurrent;
using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Transformation.Graph;
using Talentys.Transformation.Parsing;
using Talentys.Transformation.Projects;
using Talentys.Transformation.Selection;

namespace Talentys.Transformation.Public;

/// <summary>A dbt project that was read: its nodes, and what they need of each other.</summary>
public sealed class DbtProject
{
    private readonly Lazy<Selector> selector;

    private DbtProject(string name, IReadOnlyList<DbtNode> nodes, IReadOnlyDictionary<string, int> unread)
    {
        (Name, Nodes, Unread) = (name, nodes, unread);
        selector = new Lazy<Selector>(() => new Selector(nodes));
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its nodes and those of its packages, by their ids; disabled ones are not among them.</summary>
    public IReadOnlyList<DbtNode> Nodes { get; }

    /// <summary>Things that are declared in it and not read yet, by what they are called: <c>metrics</c>.</summary>
    public IReadOnlyDictionary<string, int> Unread { get; }

    /// <summary>How its templates are read.</summary>
    internal JinjaEnvironment Environment { get; init; } = null!;

    /// <summary>What its templates know.</summary>
    internal ParseContext Context { get; init; } = null!;

    /// <summary>Itself and its packages.</summary>
    internal IReadOnlyList<DbtPackage> Packages { get; init; } = null!;

    /// <summary>The target.</summary>
    internal PyDict Target { get; init; } = null!;

    /// <summary>What references mean in it.</summary>
    internal References References { get; init; } = null!;

    /// <summary>Reads a project; nothing is run.</summary>
    /// <exception cref="FaultException">It has faults: all of them are told at once.</exception>
    public static DbtProject Read(DbtOrder order, CancellationToken cancellationToken)
    {
        var reader = new ProjectReader(order, cancellationToken);
        var (target, packages) = reader.Read();
        var environment = Rendered.Environment(true);
        environment.Blocks["test"] = new JinjaBlock(words => "test_" + First(words), ["model"]);
        environment.Blocks["data_test"] = environment.Blocks["test"];
        environment.Blocks["materialization"] = new JinjaBlock(words => "materialization_" + First(words), []);
        environment.Blocks["snapshot"] = new JinjaBlock(words => "snapshot_" + First(words), []);
        var faults = new ConcurrentBag<Fault>();
        var macros = new MacroTable(environment, packages, faults, cancellationToken);
        var context = new ParseContext(reader, target, packages, macros, order.Clock);
        var parser = new ProjectParser(environment, context, packages, faults, cancellationToken);
        IReadOnlyList<Draft> drafts;
        try
        {
            drafts = parser.Parse();
        }
        catch (JinjaException failure)
        {
            throw new FaultException([MacroTable.Faulty(failure, ProjectReader.FileName), .. faults], failure);
        }

        var references = new References(packages[0], drafts);
        var nodes = new GraphBuilder(references, drafts, macros).Build(faults);
        return new DbtProject(packages[0].Name, nodes, parser.Unread.Where(pair => pair.Value > 0).ToDictionary(pair => pair.Key, pair => pair.Value))
        {
            Environment = environment,
            Context = context,
            Packages = packages,
            Target = target,
            References = references,
        };
    }

    private static string First(IReadOnlyList<string> words) => words.Count == 0 ? "" : words[0];

    /// <summary>The nodes of a selection, in the order of their ids.</summary>
    /// <param name="select">dbt's specifications; none selects everything.</param>
    /// <param name="exclude">The same of what is left out.</param>
    /// <param name="indirect">Which tests come along: <c>eager</c>, <c>cautious</c>, <c>buildable</c> or <c>empty</c>.</param>
    /// <exception cref="FaultException">A specification cannot be read.</exception>
    public IReadOnlyList<DbtNode> Select(IReadOnlyList<string> select, IReadOnlyList<string> exclude, string indirect = "eager") =>
        selector.Value.Select(select, exclude, indirect);
}
