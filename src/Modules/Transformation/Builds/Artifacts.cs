using System.Text.Encodings.Web;
using System.Text.Json;
using Talentys.Transformation.Public;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Builds;

/// <summary>What dbt leaves in <c>target/</c>: the compiled SQL, <c>manifest.json</c>, <c>run_results.json</c>.</summary>
internal sealed class Artifacts(BuildPlan plan, string folder, string invocation, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string target = Path.Combine(folder, "target");

    /// <summary>Writes the SQL of a node; gives its path, from the project's folder.</summary>
    public string Compiled(DbtNode node, string sql)
    {
        var name = node.TestName is not null ? $"{node.File}/{node.Alias}.sql" : node.ResourceType is "snapshot" or "unit_test" ? $"{node.File}/{node.Draft.UniqueIdTail ?? node.Name}.sql" : node.File;
        var shown = Path.Combine("target", "compiled", node.Package, name).Replace('\\', '/');
        var path = Path.Combine(folder, shown);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, sql);
        return shown;
    }

    public async Task ManifestAsync(CancellationToken cancellationToken)
    {
        var nodes = plan.Project.Nodes.Where(node => node.ResourceType is not ("source" or "exposure" or "unit_test")).ToList();
        await WriteAsync(
            "manifest.json",
            new Dictionary<string, object?>
            {
                ["metadata"] = Metadata("https://schemas.getdbt.com/dbt/manifest/v12.json", plan.Project.Name),
                ["nodes"] = nodes.ToDictionary(node => node.UniqueId, Node),
                ["sources"] = plan.Project.Nodes.Where(node => node.ResourceType == "source").ToDictionary(node => node.UniqueId, Node),
                ["exposures"] = plan.Project.Nodes.Where(node => node.ResourceType == "exposure").ToDictionary(node => node.UniqueId, Node),
                ["macros"] = new { },
                ["docs"] = new { },
                ["metrics"] = new { },
                ["groups"] = new { },
                ["selectors"] = new { },
                ["disabled"] = new { },
                ["semantic_models"] = new { },
                ["saved_queries"] = new { },
                ["unit_tests"] = plan.Project.Nodes.Where(node => node.ResourceType == "unit_test").ToDictionary(node => node.UniqueId, UnitTest),
                ["parent_map"] = plan.Project.Nodes.ToDictionary(node => node.UniqueId, node => node.DependsOn),
                ["child_map"] = plan.Project.Nodes.ToDictionary(node => node.UniqueId, node => plan.Project.Nodes.Where(other => other.DependsOn.Contains(node.UniqueId)).Select(other => other.UniqueId).ToList()),
            },
            cancellationToken);
    }

    public Task ResultsAsync(IReadOnlyList<NodeResult> results, TimeSpan elapsed, CancellationToken cancellationToken) => WriteAsync(
        "run_results.json",
        new Dictionary<string, object?>
        {
            ["metadata"] = Metadata("https://schemas.getdbt.com/dbt/run-results/v6.json", null),
            ["results"] = results.Select(result => new Dictionary<string, object?>
            {
                ["status"] = result.Status,
                ["timing"] = new[] { new { name = "execute", started_at = result.StartedAt.UtcDateTime, completed_at = result.EndedAt.UtcDateTime } },
                ["thread_id"] = "Thread-1",
                ["execution_time"] = (result.EndedAt - result.StartedAt).TotalSeconds,
                ["adapter_response"] = new { },
                ["message"] = result.Message,
                ["failures"] = result.Failures,
                ["unique_id"] = result.Node.UniqueId,
                ["compiled"] = result.Compiled is not null,
                ["compiled_code"] = result.Compiled,
                ["relation_name"] = result.Node.ResourceType is "test" or "operation" or "unit_test" ? null : plan.RelationOf(result.Node).ToString(),
            }).ToList(),
            ["elapsed_time"] = elapsed.TotalSeconds,
            ["args"] = Arguments(),
        },
        cancellationToken);

    private System.Text.Json.Nodes.JsonNode Arguments()
    {
        var arguments = JsonSerializer.SerializeToNode(plan.Request, Retry.Form)!;
        arguments["which"] = plan.Request.Command;
        return arguments;
    }

    private Dictionary<string, object?> Metadata(string schema, string? project) => new()
    {
        ["dbt_schema_version"] = schema,
        ["dbt_version"] = "1.10.0",
        ["generated_at"] = clock.GetUtcNow().UtcDateTime,
        ["invocation_id"] = invocation,
        ["project_name"] = project,
        ["adapter_type"] = "duckdb",
        ["env"] = new { },
    };

    private object UnitTest(DbtNode node) => new Dictionary<string, object?>
    {
        ["unique_id"] = node.UniqueId,
        ["name"] = node.Name,
        ["resource_type"] = node.ResourceType,
        ["package_name"] = node.Package,
        ["path"] = node.File,
        ["original_file_path"] = node.File,
        ["fqn"] = node.Fqn,
        ["model"] = plan.ById[node.DependsOn[0]].Name,
        ["version"] = node.Version,
        ["description"] = node.Description ?? "",
        ["given"] = Graph.GraphBuilder.Plain(node.Draft.UnitTest.Get("given") ?? new Jinja.Public.PyList()),
        ["expect"] = Graph.GraphBuilder.Plain(node.Draft.UnitTest.Get("expect")),
        ["overrides"] = Graph.GraphBuilder.Plain(node.Draft.UnitTest.Get("overrides")),
        ["config"] = node.Config,
        ["depends_on"] = new { macros = Array.Empty<string>(), nodes = node.DependsOn },
    };

    private object Node(DbtNode node) => new Dictionary<string, object?>
    {
        ["unique_id"] = node.UniqueId,
        ["name"] = node.Name,
        ["resource_type"] = node.ResourceType,
        ["package_name"] = node.Package,
        ["path"] = node.File,
        ["original_file_path"] = node.File,
        ["database"] = plan.Project.Target["database"],
        ["schema"] = node.Schema,
        ["alias"] = node.Alias,
        ["identifier"] = node.Alias,
        ["source_name"] = node.Source,
        ["fqn"] = node.Fqn,
        ["description"] = node.Description ?? "",
        ["tags"] = node.Tags,
        ["config"] = node.Config,
        ["raw_code"] = node.RawCode ?? "",
        ["relation_name"] = node.ResourceType is "exposure" or "analysis" or "test" ? null : plan.RelationOf(node).ToString(),
        ["depends_on"] = new { macros = Array.Empty<string>(), nodes = node.DependsOn },
        ["version"] = node.Version,
        ["access"] = node.Access,
        ["group"] = node.Group,
        ["attached_node"] = node.AttachedTo,
        ["test_metadata"] = node.TestName is null ? null : new { name = node.TestName },
    };

    /// <summary>Beside its place first, so that readers never see half of it.</summary>
    private async Task WriteAsync(string name, object content, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(target);
        var draft = Path.Combine(target, name + ".part");
        await using (var file = File.Create(draft))
        {
            await JsonSerializer.SerializeAsync(file, content, Plain, cancellationToken);
        }

        File.Move(draft, Path.Combine(target, name), overwrite: true);
    }
}
