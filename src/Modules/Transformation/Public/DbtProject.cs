using Talentys.Contracts;
using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Transformation.Builds;
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

    internal DbtProject(string name, IReadOnlyList<DbtNode> nodes)
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

    /// <summary>Its flags.</summary>
    internal ProjectFlags Flags { get; init; } = null!;

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
    public static DbtProject Read(DbtOrder order, CancellationToken cancellationToken) => new DbtReader(order).Read(cancellationToken);

    /// <summary>The nodes of a selection, in the order of their ids.</summary>
    /// <param name="select">dbt's specifications; none selects everything.</param>
    /// <param name="exclude">The same of what is left out.</param>
    /// <param name="indirect">Which tests come along: <c>eager</c>, <c>cautious</c>, <c>buildable</c> or <c>empty</c>; null for what its flags say, else the first.</param>
    /// <param name="named">A selector of <c>selectors.yml</c>, instead of all that.</param>
    /// <exception cref="FaultException">A specification cannot be read.</exception>
    public IReadOnlyList<DbtNode> Select(IReadOnlyList<string> select, IReadOnlyList<string> exclude, string? indirect = null, string? named = null) =>
        selector.Value.Select(select, exclude, indirect ?? Flags.IndirectSelection ?? "eager", named);

    /// <summary>What is odd in it, told a line each; what is to be a failure is one.</summary>
    /// <param name="warnError">Warnings are failures; null for what its flags say.</param>
    /// <param name="options">Which of them are, as YAML.</param>
    /// <param name="isEmpty">Whether a selection named nothing, which is a warning too.</param>
    /// <exception cref="FaultException"><c>dbt.warning_raised</c>, <c>dbt.name_invalid</c>, or the options cannot be read.</exception>
    public IReadOnlyList<string> Warn(bool? warnError, string? options, bool isEmpty = false)
    {
        var asked = Flags.Over(new BuildRequest("parse", WarnError: warnError, WarnErrorOptions: options));
        var rules = new Warnings(asked.WarnError is true, asked.WarnErrorOptions);
        if (Flags.RefusesBlanks && ProjectWarnings.Blanks(this).ToList() is { Count: > 0 } blanks)
        {
            throw new FaultException([.. blanks.Select(one => Fault.Invalid("dbt.name_invalid", one.Message, one.Place, "Rename it, or set flags: {require_resource_names_without_spaces: false}."))]);
        }

        return rules.Tell([.. ProjectWarnings.Of(this), .. isEmpty ? [new DbtWarning(Warnings.Selection, "The selection names nothing.", "--select")] : Array.Empty<DbtWarning>()]);
    }

    /// <summary>A node by the keys of <c>manifest.json</c>.</summary>
    public IReadOnlyDictionary<string, object?> Describe(DbtNode node) => new ManifestNode(this, new MacroFacts(Context.Macros)).Of(node);

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
