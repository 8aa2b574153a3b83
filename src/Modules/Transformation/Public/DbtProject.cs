using System.Collections.Concurrent;
using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Transformation.Graph;
using Talentys.Transformation.Manifests;
using Talentys.Transformation.Parsing;
using Talentys.Transformation.Projects;
using Talentys.Transformation.Selection;
using Talentys.Transformation.State;

namespace Talentys.Transformation.Public;

/// <summary>A dbt project that was read: its nodes, and what they need of each other.</summary>
public sealed class DbtProject
{
    private readonly Lazy<Selector> selector;
    private readonly Lazy<Dictionary<string, DbtNode>> byId;
    private readonly Lazy<ILookup<string?, DbtNode>> tests;

    private DbtProject(string name, IReadOnlyList<DbtNode> nodes)
    {
        (Name, Nodes) = (name, nodes);
        selector = new Lazy<Selector>(() => new Selector(nodes, name, Selectors, State is null ? null : new StateComparison(this, State, Path.Combine(Packages[0].Folder, "target"))));
        byId = new Lazy<Dictionary<string, DbtNode>>(() => nodes.ToDictionary(node => node.UniqueId, StringComparer.Ordinal));
        tests = new Lazy<ILookup<string?, DbtNode>>(() => nodes.Where(node => node.AttachedTo is not null).ToLookup(node => node.AttachedTo));
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its nodes and those of its packages, by their ids; disabled ones are not among them.</summary>
    public IReadOnlyList<DbtNode> Nodes { get; }

    /// <summary>How its templates are read.</summary>
    internal JinjaEnvironment Environment { get; init; } = null!;

    /// <summary>What its templates know.</summary>
    internal ParseContext Context { get; init; } = null!;

    /// <summary>Itself and its packages.</summary>
    internal IReadOnlyList<DbtPackage> Packages { get; init; } = null!;

    /// <summary>The target.</summary>
    internal PyDict Target { get; init; } = null!;

    /// <summary>How it was read.</summary>
    internal DbtOrder Order { get; init; } = null!;

    /// <summary>The groups.</summary>
    internal IReadOnlyList<Draft> Groups { get; init; } = [];

    /// <summary>What is disabled.</summary>
    internal IReadOnlyList<Draft> Disabled { get; init; } = [];

    /// <summary>The selections of <c>selectors.yml</c>.</summary>
    internal SelectorFile Selectors { get; init; } = null!;

    /// <summary>The earlier state that it is compared with; null for none.</summary>
    internal PreviousState? State { get; init; }

    /// <summary>What property files say.</summary>
    internal PropertyFiles Properties { get; init; } = null!;

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
        var parser = new ProjectParser(environment, context, packages, faults, order.Notes, cancellationToken);
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
        var nodes = new GraphBuilder(references, drafts, macros, order.Notes).Build(faults);
        return new DbtProject(packages[0].Name, nodes)
        {
            Environment = environment,
            Context = context,
            Packages = packages,
            Target = target,
            Order = order,
            Groups = [.. drafts.Where(draft => draft.Type == "group")],
            Disabled = [.. drafts.Where(draft => draft.Type != "group" && !GraphBuilder.IsNode(draft))],
            Selectors = new SelectorFile(order.Folder, reader.Lists(target)),
            State = order.State(order.StateFolder),
            Properties = parser.Properties,
            References = references,
        };
    }

    private static string First(IReadOnlyList<string> words) => words.Count == 0 ? "" : words[0];

    /// <summary>The nodes of a selection, in the order of their ids.</summary>
    /// <param name="select">dbt's specifications; none selects everything.</param>
    /// <param name="exclude">The same of what is left out.</param>
    /// <param name="indirect">Which tests come along: <c>eager</c>, <c>cautious</c>, <c>buildable</c> or <c>empty</c>.</param>
    /// <param name="named">A selector of <c>selectors.yml</c>, instead of all that.</param>
    /// <exception cref="FaultException">A specification cannot be read.</exception>
    public IReadOnlyList<DbtNode> Select(IReadOnlyList<string> select, IReadOnlyList<string> exclude, string indirect = "eager", string? named = null) =>
        selector.Value.Select(select, exclude, indirect, named);

    /// <summary>Writes <c>manifest.json</c>, which other tools read and <c>state:</c> compares with.</summary>
    public Task WriteManifestAsync(string folder, CancellationToken cancellationToken) =>
        Manifest.WriteAsync(this, folder, Guid.NewGuid().ToString(), Order.Clock, null, cancellationToken);

    /// <summary>A node by its id; null when there is none.</summary>
    internal DbtNode? Find(string id) => byId.Value.GetValueOrDefault(id);

    /// <summary>The generic tests that stand at a node.</summary>
    internal IEnumerable<DbtNode> TestsOf(string id) => tests.Value[id];

    /// <summary>A description with its blocks of documentation; as it is written where it cannot be rendered.</summary>
    internal string Described(Draft draft, string text)
    {
        try
        {
            return new Descriptions(Context.Macros).Of(draft, text);
        }
        catch (JinjaException)
        {
            return text;
        }
    }

    /// <summary>What property files say of a macro.</summary>
    internal Properties? MacroProperties(MacroEntry macro) => Properties.Of(macro.Package, "macro", macro.Name);
}
