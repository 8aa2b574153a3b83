using System.Collections;
using Talentys.Jinja.Public;
using Talentys.Transformation.Public;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Builds;

/// <summary>A node of <c>graph</c>: what the manifest tells of it, with all settings of dbt, set or not.</summary>
internal static class GraphNode
{
    private static readonly PyDict Statement = new(
    [
        new("enabled", true), new("alias", null), new("schema", null), new("database", null), new("tags", new PyList()), new("meta", new PyDict()), new("group", null),
    ]);

    private static readonly PyDict Test = new(
    [
        new("severity", "ERROR"), new("store_failures", null), new("store_failures_as", null), new("where", null), new("limit", null), new("fail_calc", "count(*)"),
        new("warn_if", "!= 0"), new("error_if", "!= 0"),
    ]);

    private static readonly PyDict Table = new(
    [
        new("incremental_strategy", null), new("persist_docs", new PyDict()), new("post-hook", new PyList()), new("pre-hook", new PyList()), new("quoting", new PyDict()),
        new("column_types", new PyDict()), new("full_refresh", null), new("unique_key", null), new("on_schema_change", "ignore"), new("on_configuration_change", "apply"),
        new("grants", new PyDict()), new("packages", new PyList()), new("docs", new PyDict([new("show", true), new("node_color", null)])),
        new("contract", new PyDict([new("enforced", false), new("alias_types", true)])), new("event_time", null), new("access", "protected"),
    ]);

    private static readonly PyDict Source = new([new("freshness", null), new("event_time", null), new("loaded_at_field", null), new("loaded_at_query", null)]);

    private static readonly PyDict Metric = new(
    [
        new("measure", null), new("input_measures", new PyList()), new("numerator", null), new("denominator", null), new("expr", null), new("window", null), new("grain_to_date", null),
        new("metrics", new PyList()), new("conversion_type_params", null), new("cumulative_type_params", null),
    ]);

    /// <summary>Of what templates know of a node anyway, and of what the manifest tells.</summary>
    public static PyDict Of(DbtNode node, PyDict known, Dictionary<string, object?> manifest)
    {
        var told = new PyDict(known);
        foreach (var (key, value) in manifest)
        {
            told[key] = key == "relation_name" ? known.Get(key) : Value(value);
        }

        PyDict[] settings = node.ResourceType switch { "model" or "seed" or "snapshot" or "operation" or "analysis" => [Statement, Table], "test" => [Statement, Test], "source" => [Statement, Source], _ => [Statement] };
        var config = new PyDict(settings.SelectMany(one => one));
        foreach (var (key, value) in known.Get("config") as PyDict ?? [])
        {
            config[key] = value;
        }

        told["config"] = config;
        if (node.ResourceType == "metric")
        {
            var parameters = new PyDict(Metric);
            foreach (var (key, value) in told.Get("type_params") as PyDict ?? [])
            {
                parameters[key] = key is "measure" or "numerator" or "denominator" && value is string name ? Named(name) : value;
            }

            told["type_params"] = parameters;
        }

        return told;
    }

    /// <summary>A measure or a metric that is told by its name alone.</summary>
    private static PyDict Named(string name) => new([new("name", name), new("filter", null), new("alias", null), new("join_to_timespine", false), new("fill_nulls_with", null)]);

    private static object? Value(object? value) => value switch
    {
        string or PyDict or PyList => value,
        IDictionary dict => new PyDict(dict.Keys.Cast<object>().Select(key => KeyValuePair.Create((object?)key, Value(dict[key])))),
        IEnumerable items => new PyList(items.Cast<object?>().Select(Value)),
        int number => (long)number,
        _ => value,
    };
}
