using Talentys.Kernel;
using Talentys.Query.Public;
using Talentys.Transformation.Builds;
using Talentys.Transformation.Graph;
using Talentys.Transformation.Manifests;
using Talentys.Transformation.Public;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Analysis;

/// <summary>The columns of a project and how they flow.</summary>
internal sealed class ColumnGraph(BuildPlan plan, SqlBinder binder)
{
    private readonly LooseReader reader = new(plan, binder, KnownRelations.Assumed(plan)) { LeavesEphemerals = true };
    private readonly Dictionary<string, DbtNode> byTable = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, LineageAnswer> read = new(StringComparer.Ordinal);
    private readonly ILookup<string, DbtNode> below = plan.Project.Nodes.SelectMany(node => node.DependsOn.Select(need => (need, node))).ToLookup(pair => pair.need, pair => pair.node, StringComparer.Ordinal);

    public List<(DbtNode Node, string Why)> Unread { get; } = [];

    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        foreach (var node in plan.Project.Nodes.Where(IsTable))
        {
            byTable.TryAdd(Plain(plan.RelationOf(node).ToString()), node);
        }

        foreach (var node in LooseReader.InOrder(plan))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var faults = plan.Project.Order.Notes!.Of(node.Draft);
            var reading = faults.Count > 0 ? new LooseReader.Reading("", null, [.. faults], null) : await reader.ReadAndKeepAsync(node, null, cancellationToken);
            if (reading.Binding?.Lineage is { } lineage)
            {
                read[node.UniqueId] = lineage;
            }
            else
            {
                Unread.Add((node, reading.Faults.Select(fault => fault.Message).Concat(reading.Binding?.Findings.Select(finding => finding.Message) ?? []).FirstOrDefault() ?? "its SQL cannot be read"));
            }

            if (reading.Asked is { } asked)
            {
                Unread.Add((node, $"its template asks the warehouse for {asked}"));
            }
        }
    }

    /// <summary>The node and column of a name.</summary>
    public (DbtNode Node, string? Column) Find(string asset)
    {
        if (Node(asset) is { } whole)
        {
            return (whole, null);
        }

        var dot = asset.LastIndexOf('.');
        if (dot < 0 || Node(asset[..dot]) is not { } node)
        {
            var wanted = dot < 0 ? asset : asset[..dot];
            var near = Nearest.Of(wanted, plan.Project.Nodes.Where(IsTable).Select(Named));
            throw new FaultException(new Fault(FaultKind.NotFound, "lineage.asset_not_found", $"The project has no model, seed, snapshot or source {wanted}.", null, near is null ? "talentys dbt list shows what there is." : $"Did you mean {near}?"));
        }

        var column = asset[(dot + 1)..];
        var known = reader.Columns(node)?.Select(one => one.Column).ToList();
        var names = (known ?? [.. Told(node)]).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (names.Find(name => Same(name, column)) is { } found)
        {
            return (node, found);
        }

        if (known is null && read.TryGetValue(node.UniqueId, out var lineage) && Stars(lineage).Any())
        {
            return (node, column); // it takes all columns of what nobody knows
        }

        var nearest = Nearest.Of(column, names);
        throw new FaultException(new Fault(
            FaultKind.NotFound, "lineage.column_not_found", $"{Named(node)} has no column {column}{(known is null ? " that is declared or read" : "")}.", node.File,
            nearest is not null ? $"Did you mean {nearest}?" : names.Count > 0 ? $"Its columns are {string.Join(", ", names)}." : null));
    }

    public IReadOnlyList<LineageStep> Above(DbtNode node, string column)
    {
        var steps = new List<LineageStep>();
        var seen = new HashSet<(string, string)>();
        var waiting = new Queue<(DbtNode Node, string Column)>([(node, column)]);
        while (waiting.TryDequeue(out var at))
        {
            if (!seen.Add((at.Node.UniqueId, at.Column.ToUpperInvariant())) || !read.TryGetValue(at.Node.UniqueId, out var lineage))
            {
                continue;
            }

            var own = lineage.Columns.Where(one => Same(one.Column, at.Column)).ToList();
            var sources = own.SelectMany(one => one.Sources).Select(source => (Node: OfTable(source.Table), source.Table, source.Column, Kind: Word(source.Kind)))
                .Concat(own.Count > 0 ? [] : Stars(lineage).Select(table => (Node: OfTable(table), Table: table, at.Column, Kind: "copied"))).ToList();
            steps.AddRange(sources.GroupBy(source => source.Kind).Select(group => new LineageStep($"{Named(at.Node)}.{at.Column}", [.. group.Select(source => Shown(source.Node, source.Table, source.Column)).Distinct()], group.Key, at.Node)));
            steps.AddRange(own.SelectMany(one => one.Influences).GroupBy(one => one.Kind).Select(group => new LineageStep(
                $"{Named(at.Node)}.{at.Column}", [.. group.Select(one => Shown(OfTable(one.Table), one.Table, one.Column)).Distinct()], Word(group.Key), at.Node)));
            foreach (var source in sources.Where(source => source.Node is not null))
            {
                waiting.Enqueue((source.Node!, source.Column));
            }
        }

        return steps;
    }

    public async Task<IReadOnlyList<LineageStep>> BelowAsync(DbtNode node, string column, CancellationToken cancellationToken)
    {
        var steps = new List<LineageStep>();
        var seen = new HashSet<(string, string)>();
        var waiting = new Queue<(DbtNode Node, string Column)>([(node, column)]);
        while (waiting.TryDequeue(out var at))
        {
            if (!seen.Add((at.Node.UniqueId, at.Column.ToUpperInvariant())))
            {
                continue;
            }

            var from = Shown(at.Node, "", at.Column);
            foreach (var child in below[at.Node.UniqueId].DistinctBy(child => child.UniqueId).OrderBy(child => child.UniqueId, StringComparer.Ordinal))
            {
                if (child.ResourceType == "test")
                {
                    if (await TestsAsync(child, at.Node, at.Column, cancellationToken))
                    {
                        steps.Add(new LineageStep(child.UniqueId, [from], "tested", child));
                    }
                }
                else if (read.TryGetValue(child.UniqueId, out var lineage))
                {
                    bool Is(string table, string name) => Same(name, at.Column) && OfTable(table)?.UniqueId == at.Node.UniqueId;
                    foreach (var (target, kind) in lineage.Columns.SelectMany(one => one.Sources.Where(source => Is(source.Table, source.Column)).Select(source => (one.Column, Word(source.Kind))))
                        .Where(pair => pair.Column != "*").Concat(Stars(lineage).Any(table => OfTable(table)?.UniqueId == at.Node.UniqueId) ? [(at.Column, "copied")] : []).DistinctBy(pair => pair.Item1.ToUpperInvariant()))
                    {
                        steps.Add(new LineageStep($"{Named(child)}.{target}", [from], kind, child));
                        waiting.Enqueue((child, target));
                    }

                    steps.AddRange(lineage.Columns.SelectMany(one => one.Influences).Where(one => Is(one.Table, one.Column)).Select(one => Word(one.Kind)).Distinct().Order(StringComparer.Ordinal)
                        .Select(kind => new LineageStep(Named(child), [from], kind, child)));
                }
            }
        }

        var users = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (user, of) in Users(steps.Where(step => step.Kind != "tested").Select(step => step.Node).Prepend(node).DistinctBy(one => one.UniqueId)).ToList().Where(pair => users.Add(pair.User.UniqueId)))
        {
            steps.Add(new LineageStep(user.UniqueId, [Named(of)], "used", user));
        }

        return steps;
    }

    public IReadOnlyList<LineageStep> NodesAbove(DbtNode node) =>
        [.. plan.Above(node).Select(id => plan.ById[id]).Append(node).Where(one => one.DependsOn.Count > 0).OrderByDescending(one => plan.Above(one).Count).ThenBy(one => one.UniqueId, StringComparer.Ordinal)
            .Select(one => new LineageStep(Titled(one), [.. one.DependsOn.Select(id => Titled(plan.ById[id]))], "reads", one))];

    public IReadOnlyList<LineageStep> NodesBelow(DbtNode node) =>
        [.. plan.Project.Nodes.Where(one => plan.Above(one).Contains(node.UniqueId)).OrderBy(one => plan.Above(one).Count).ThenBy(one => one.UniqueId, StringComparer.Ordinal)
            .Select(one => new LineageStep(Titled(one), [.. one.DependsOn.Where(id => id == node.UniqueId || plan.Above(plan.ById[id]).Contains(node.UniqueId)).Select(id => Titled(plan.ById[id]))], "reads", one))];

    private static bool IsTable(DbtNode node) => node.ResourceType is "model" or "seed" or "snapshot" or "source";

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static string Word(Enum kind) => kind.ToString().ToLowerInvariant();

    private static string Plain(string table) => table.Replace("\"", "", StringComparison.Ordinal);

    /// <summary>As it is named in questions: <c>orders</c>, <c>orders.v2</c>, <c>crm.orders</c>.</summary>
    private static string Named(DbtNode node) => node.Source is not null ? $"{node.Source}.{node.Name}" : node.Version is not null ? $"{node.Name}.v{node.Version}" : node.Name;

    private static string Titled(DbtNode node) => IsTable(node) ? Named(node) : node.UniqueId;

    /// <summary>Tables all of whose columns are taken, whatever they are.</summary>
    private static IEnumerable<string> Stars(LineageAnswer lineage) => lineage.Columns.Where(column => column.Column == "*").SelectMany(column => column.Sources).Where(source => source.Column == "*").Select(source => source.Table).Distinct();

    private static string Shown(DbtNode? node, string table, string column) => $"{(node is null ? Plain(table) : Named(node))}.{column}";

    private DbtNode? OfTable(string table) => byTable.GetValueOrDefault(Plain(table));

    private DbtNode? Node(string name) => plan.Project.Nodes.Where(IsTable)
        .Where(node => Same(Named(node), name) || Same(node.UniqueId, name) || Same($"{node.Package}.{Named(node)}", name) || (node.Version is not null && node.Draft.LatestVersion == node.Version && Same(node.Name, name)))
        .OrderBy(node => node.Package == plan.Project.Name ? 0 : 1).FirstOrDefault();

    /// <summary>Columns of which somebody tells: properties, what reads them, the SQL that names them.</summary>
    private IEnumerable<string> Told(DbtNode node) => ManifestNode.ColumnsOf(node.Draft).Select(column => column.Text("name")).OfType<string>()
        .Concat(below[node.UniqueId].Where(child => read.ContainsKey(child.UniqueId)).SelectMany(child => read[child.UniqueId].Reads).Where(table => OfTable(table.Key)?.UniqueId == node.UniqueId).SelectMany(table => table.Value))
        .Concat(below[node.UniqueId].Where(child => child.UniqueId != node.UniqueId && read.TryGetValue(child.UniqueId, out var taken) && Stars(taken).Any(table => OfTable(table)?.UniqueId == node.UniqueId)).SelectMany(Told))
        .Concat(read.TryGetValue(node.UniqueId, out var lineage) ? lineage.Columns.Select(column => column.Column) : []).Where(name => name is not ("*" or ""));

    private async Task<bool> TestsAsync(DbtNode test, DbtNode node, string column, CancellationToken cancellationToken)
    {
        if (!read.TryGetValue(test.UniqueId, out var lineage))
        {
            if ((await reader.ReadAsync(test, null, cancellationToken)).Binding?.Lineage is not { } found)
            {
                return test.Draft.Test.Given?.Get("column_name") is string named && Same(named, column) && test.AttachedTo == node.UniqueId;
            }

            read[test.UniqueId] = lineage = found;
        }

        return lineage.Reads.Any(table => OfTable(table.Key)?.UniqueId == node.UniqueId && table.Value.Contains(column, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Exposures, metrics and what else is told of these nodes.</summary>
    private IEnumerable<(DbtNode User, DbtNode Of)> Users(IEnumerable<DbtNode> nodes) => nodes.SelectMany(node =>
        below[node.UniqueId].Where(child => child.ResourceType is "exposure" or "metric" or "semantic_model" or "saved_query").SelectMany(child => Users([child]).Select(deeper => deeper.User).Prepend(child)).Select(user => (user, node)));
}
