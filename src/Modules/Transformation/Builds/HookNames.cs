using Talentys.Jinja.Public;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Builds;

/// <summary>What hooks at the end of a build know besides: <c>results</c>, <c>schemas</c>, <c>database_schemas</c>.</summary>
internal static class HookNames
{
    public static JinjaNames Of(BuildPlan plan, IReadOnlyList<NodeResult> results)
    {
        var schemas = results.Select(result => result.Node).Where(node => node.ResourceType is "model" or "seed" or "snapshot").Select(node => node.Schema).Distinct().Order(StringComparer.Ordinal).ToList();
        return new JinjaNames
        {
            ["results"] = new PyList(results.Select(result => (object?)Result(plan, result))),
            ["schemas"] = new PyList(schemas),
            ["database_schemas"] = new PyList(schemas.Select(schema => (object?)new PyTuple([plan.Project.Target.Text("database"), schema]))),
        };
    }

    private static PyDict Result(BuildPlan plan, NodeResult result)
    {
        PyDict told = new(
        [
            new("node", plan.Model(result.Node)), new("unique_id", result.Node.UniqueId), new("status", result.Status), new("message", result.Message), new("failures", result.Failures),
            new("execution_time", (result.EndedAt - result.StartedAt).TotalSeconds), new("thread_id", "Thread-1"),
            new("adapter_response", new PyDict(result.Rows is { } rows ? [new("rows_affected", rows)] : [])),
            new("timing", new PyList([new PyDict([new("name", "execute"), new("started_at", JinjaModules.DateTime(result.StartedAt)), new("completed_at", JinjaModules.DateTime(result.EndedAt))])])),
        ]);
        told["to_dict"] = new JinjaFunction("to_dict", _ => new PyDict(told.Where(pair => pair.Key is not "to_dict")));
        return told;
    }
}
