using Apache.Arrow;
using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Query.Public;
using Talentys.Transformation.Builds;
using Talentys.Transformation.Parsing;
using Talentys.Transformation.Public;
using Talentys.Transformation.Relations;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Analysis;

/// <summary>
/// Binds the SQL of the chosen nodes before anything is built: each against the columns that the nodes above it will have, and the tables
/// that are there. What cannot be known beforehand is passed over, so that nothing is told that a build would not tell.
/// </summary>
internal sealed class StaticCheck(IQueries queries, BuildPlan plan, Principal principal, Scope scope)
{
    /// <summary>Materialisations whose tables have the columns of their SQL.</summary>
    private static readonly HashSet<string> Plain = ["view", "table", "incremental", "materialized_view"];

    /// <summary>Failures that are of the statement alone, whatever tables there will be.</summary>
    private static readonly string[] Certain = ["query.column_not_found", "engine.sql_error", "query.syntax", "query.function_denied"];

    private readonly Dictionary<string, IReadOnlyList<(string Name, string Type)>?> known = new(StringComparer.Ordinal);
    private readonly HashSet<string> chosen = plan.Nodes.Select(node => node.UniqueId).ToHashSet(StringComparer.Ordinal);
    private readonly HashSet<string> needed = plan.Nodes.SelectMany(plan.Above).ToHashSet(StringComparer.Ordinal);

    /// <summary>What was found, with the nodes that it is of.</summary>
    public List<(DbtNode Node, Fault Fault)> Faults { get; } = [];

    /// <summary>Binds all nodes, in the order of the graph.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (plan.Project.Packages.Any(package => package.Settings.Get("on-run-start") is not null))
        {
            // what hooks make or change is known only after they ran
            return;
        }

        // what is above another has less above itself
        foreach (var node in plan.Nodes.OrderBy(node => plan.Above(node).Count))
        {
            known[node.UniqueId] = await ColumnsAsync(node, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<(string Name, string Type)>?> ColumnsAsync(DbtNode node, CancellationToken cancellationToken)
    {
        if (node.ResourceType == "seed")
        {
            return KnownRelations.OfSeed(node);
        }

        if (Unknown(node) || node.ResourceType is not ("model" or "test") || node.Draft.Config.Text("static_analysis") is "off" or "False" || (node.ResourceType == "model" && !Plain.Contains(node.Draft.Config.Text("materialized") ?? "")))
        {
            return null;
        }

        if (IsPlain(node))
        {
            return null;
        }

        await using var session = queries.OpenSession(scope);
        session.Begin(false, null);
        var stubs = new Dictionary<string, string>(StringComparer.Ordinal);
        var build = new NodeBuild(plan, node, new LakeWarehouse(session, principal, scope, static _ => { }, cancellationToken), cancellationToken) { Instead = other => Stub(other, stubs) };
        string sql;
        try
        {
            sql = await Task.Run(build.Compile, cancellationToken);
        }
        catch (Exception failure) when (failure is JinjaException or FaultException)
        {
            // what its template asks of tables that are not there yet
            return null;
        }

        var (text, offset) = CommonTables.Before(sql, stubs.Values);
        try
        {
            await session.DescribeAsync(new QueryOrder { Sql = text, Principal = principal, Scope = scope, Surface = "dbt" }, cancellationToken);
        }
        catch (FaultException failure)
        {
            if (failure.Faults.All(fault => Certain.Contains(fault.Code)))
            {
                Faults.AddRange(failure.Faults.Select(fault => (node, SourcePlace.Of(fault, node, sql, text, offset))));
            }

            return null;
        }

        return needed.Contains(node.UniqueId) && !ChangesItself(node) ? await TypesAsync(session, text, cancellationToken) : null;
    }

    /// <summary>Whether it is a test that every column passes through the binder, at a column that is there: the engine need not be asked.</summary>
    private bool IsPlain(DbtNode node) => node is { TestName: "not_null" or "unique", AttachedTo: { } at } && node.Draft.Test is { Space: null, Given: var given }
        && node.Draft.Config.Get("where") is null && plan.Project.Context.Macros.Owner(null, "test_" + node.TestName) == MacroTable.Own
        && given.Get("column_name") is string column && known.GetValueOrDefault(at)?.Any(one => string.Equals(one.Name, column, StringComparison.OrdinalIgnoreCase)) == true;

    /// <summary>Whether something above is not known beforehand, or a hook could change what the node sees.</summary>
    private bool Unknown(DbtNode node) => node.Draft.Config.Get("pre_hook") is PyList { Count: > 0 }
        || node.DependsOn.Any(id => plan.ById.TryGetValue(id, out var above) && (BuildPlan.IsEphemeral(above) ? Unknown(above) : chosen.Contains(id) && known.GetValueOrDefault(id) is null));

    /// <summary>Hooks may add columns; an incremental table keeps those that it has.</summary>
    private static bool ChangesItself(DbtNode node) => node.Draft.Config.Get("post_hook") is PyList { Count: > 0 } || node.Draft.Config.Text("materialized") == "incremental";

    private Relation? Stub(DbtNode other, Dictionary<string, string> stubs)
    {
        if (!chosen.Contains(other.UniqueId) || known.GetValueOrDefault(other.UniqueId) is not { } columns)
        {
            return null;
        }

        var name = $"{other.Schema}.{other.Alias}";
        stubs[name] = $"{SqlText.Quote(name)} as (select {string.Join(", ", columns.Select(column => $"cast(null as {column.Type}) as {SqlText.Quote(column.Name)}"))} where false)";
        return plan.RelationOf(other) with { Written = SqlText.Quote(name) };
    }

    /// <summary>Names and types as the engine writes them.</summary>
    private async Task<IReadOnlyList<(string Name, string Type)>?> TypesAsync(IQuerySession session, string text, CancellationToken cancellationToken)
    {
        try
        {
            await using var rows = await session.RunAsync(new QueryOrder { Sql = $"describe select * from (\n{text}\n) as bound", Principal = principal, Scope = scope, Surface = "dbt" }, cancellationToken);
            var columns = new List<(string, string)>();
            while (await rows.NextAsync(cancellationToken) is { } next)
            {
                using RecordBatch batch = next;
                columns.AddRange(Enumerable.Range(0, batch.Length).Select(row => (((StringArray)batch.Column(0)).GetString(row), ((StringArray)batch.Column(1)).GetString(row))));
            }

            return columns.Count > 0 && columns.DistinctBy(column => column.Item1.ToLowerInvariant()).Count() == columns.Count ? columns : null;
        }
        catch (FaultException)
        {
            return null;
        }
    }
}
