using Talentys.Kernel;
using Talentys.Query.Public;
using Talentys.Transformation.Manifests;
using Talentys.Transformation.Manifests.Page;
using Talentys.Transformation.Public;
using Talentys.Transformation.Relations;

namespace Talentys.Transformation.Builds;

/// <summary><c>dbt docs generate</c>: <c>manifest.json</c> with the SQL of all nodes, and <c>catalog.json</c>, what of them is in the lake.</summary>
internal sealed class Catalog(IQueries queries, BuildPlan plan, IRunContext run, Artifacts artifacts, string target, TimeProvider clock)
{
    public const string Command = "docs generate";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var compiled = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!plan.Request.NoCompile)
        {
            await run.StepAsync(
                "compile",
                async (_, token) =>
                {
                    var session = new NodeSession(queries, plan, run.Principal, run.Scope);
                    foreach (var node in plan.Nodes.Where(node => node.ResourceType != "seed"))
                    {
                        compiled[node.UniqueId] = await session.CompileAsync(node, token);
                        artifacts.Compiled(node, compiled[node.UniqueId]);
                    }

                    return new StepOutcome($"{compiled.Count} nodes", new Dictionary<string, double>());
                },
                cancellationToken);
        }

        await Manifest.WriteAsync(plan.Project, target, run.RunId, clock, compiled, cancellationToken);
        await run.StepAsync(
            "catalog",
            async (_, token) =>
            {
                var tables = await TablesAsync(token);
                var nodes = Section(tables, node => node.ResourceType is "model" or "seed" or "snapshot");
                var sources = Section(tables, node => node.ResourceType == "source");
                await ArtifactFiles.WriteAsync(
                    target, "catalog.json",
                    new Dictionary<string, object?>
                    {
                        ["metadata"] = ArtifactFiles.Metadata("https://schemas.getdbt.com/dbt/catalog/v1.json", null, run.RunId, clock),
                        ["nodes"] = nodes,
                        ["sources"] = sources,
                        ["errors"] = null,
                    },
                    token);
                await ProjectPage.WriteAsync(target, token);
                return new StepOutcome($"{nodes.Count} nodes and {sources.Count} sources are in the lake", new Dictionary<string, double>());
            },
            cancellationToken);
    }

    private Dictionary<string, object?> Section(ILookup<(string, string), object?[]> tables, Func<DbtNode, bool> wanted) => plan.Project.Nodes
        .Where(node => wanted(node) && !BuildPlan.IsEphemeral(node) && tables.Contains(Key(node.Schema, node.Alias)))
        .ToDictionary(node => node.UniqueId, node =>
        {
            var columns = tables[Key(node.Schema, node.Alias)].ToList();
            return (object?)new Dictionary<string, object?>
            {
                ["metadata"] = new Dictionary<string, object?>
                {
                    ["type"] = columns[0][2] is string type && type.Contains("VIEW", StringComparison.OrdinalIgnoreCase) ? "VIEW" : "BASE TABLE",
                    ["schema"] = columns[0][0],
                    ["name"] = columns[0][1],
                    ["database"] = run.Scope.Environment,
                    ["comment"] = null,
                    ["owner"] = null,
                },
                ["columns"] = columns.ToDictionary(column => (string)column[3]!, column => (object?)new Dictionary<string, object?> { ["type"] = TypeOf((string?)column[4] ?? ""), ["index"] = column[5], ["name"] = column[3], ["comment"] = null }),
                ["stats"] = new Dictionary<string, object?>
                {
                    ["has_stats"] = new { id = "has_stats", label = "Has Stats?", value = false, include = false, description = "Indicates whether there are statistics for this table" },
                },
                ["unique_id"] = node.UniqueId,
            };
        });

    private async Task<ILookup<(string, string), object?[]>> TablesAsync(CancellationToken cancellationToken)
    {
        if (plan.Request.EmptyCatalog)
        {
            return Enumerable.Empty<object?[]>().ToLookup(row => ("", ""));
        }

        await using var session = queries.OpenSession(run.Scope);
        var warehouse = new LakeWarehouse(session, run.Principal, run.Scope, _ => { }, cancellationToken);
        var table = await Task.Run(
            () => warehouse.Ask("""
                select c.table_schema, c.table_name, t.table_type, c.column_name, c.data_type, c.ordinal_position
                from information_schema.columns c join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
                order by c.table_schema, c.table_name, c.ordinal_position
                """),
            cancellationToken);
        return table.Rows.ToLookup(row => Key((string?)row[0], (string?)row[1]));
    }

    /// <summary>The engine's names of types, which dbt's catalog has, of those of PostgreSQL, which the lake's tables of tables have.</summary>
    public static string TypeOf(string told) => told switch
    {
        "text" or "character varying" => "VARCHAR",
        "double precision" => "DOUBLE",
        "real" => "FLOAT",
        "timestamp without time zone" => "TIMESTAMP",
        _ => told.ToUpperInvariant(),
    };

    private static (string, string) Key(string? schema, string? name) => ((schema ?? "").ToLowerInvariant(), (name ?? "").ToLowerInvariant());
}
