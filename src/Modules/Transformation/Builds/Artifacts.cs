using System.Text.Json;
using Talentys.Transformation.Manifests;
using Talentys.Transformation.Public;

namespace Talentys.Transformation.Builds;

/// <summary>What dbt leaves in <c>target/</c>: the compiled SQL, <c>manifest.json</c>, <c>run_results.json</c>.</summary>
internal sealed class Artifacts(BuildPlan plan, string folder, string invocation, TimeProvider clock)
{
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

    public Task ManifestAsync(CancellationToken cancellationToken) => Manifest.WriteAsync(plan.Project, target, invocation, clock, null, cancellationToken);

    public Task ResultsAsync(IReadOnlyList<NodeResult> results, TimeSpan elapsed, CancellationToken cancellationToken) => ArtifactFiles.WriteAsync(
        target,
        "run_results.json",
        new Dictionary<string, object?>
        {
            ["metadata"] = ArtifactFiles.Metadata("https://schemas.getdbt.com/dbt/run-results/v6.json", null, invocation, clock),
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
                ["relation_name"] = result.Node.ResourceType is "test" or "operation" ? null : plan.RelationOf(result.Node).ToString(),
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
}
