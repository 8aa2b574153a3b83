using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using Talentys.Kernel;
using Talentys.Transformation.Graph;
using Talentys.Transformation.Public;
using Talentys.Transformation.State;

namespace Talentys.Transformation.Selection;

/// <summary>The methods of dbt's selection: by what nodes are found.</summary>
internal sealed class SelectorMethods(IReadOnlyList<DbtNode> nodes, string root, StateComparison? state)
{
    private static readonly string[] Named = ["exposure", "metric", "semantic_model", "saved_query", "unit_test"];

    /// <summary>The nodes of a method and value; without a method the value is a name, a path or a file.</summary>
    public IEnumerable<DbtNode> Find(string? method, string value)
    {
        if (method is null)
        {
            method = value.Contains('/', StringComparison.Ordinal) ? "path"
                : value.EndsWith(".sql", StringComparison.OrdinalIgnoreCase) || value.EndsWith(".yml", StringComparison.OrdinalIgnoreCase) || value.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? "file" : "fqn";
        }

        var (name, rest) = method.Split('.', 2) is [var first, var second] ? (first, second) : (method, null);
        if (value.Length == 0)
        {
            throw new FaultException(Fault.Invalid("dbt.selection_invalid", $"The selection {method}: has no value.", "--select", "Write one behind the colon."));
        }

        var wanted = Pattern(value);
        return name switch
        {
            "fqn" => nodes.Where(node => (node.IsStatement || node.ResourceType == "unit_test") && Fqn(node, value)),
            "unique_id" => nodes.Where(node => wanted(node.UniqueId)),
            "tag" => nodes.Where(node => node.Tags.Any(wanted)),
            "path" => nodes.Where(node => Under(node.File, value)),
            "file" => nodes.Where(node => wanted(Path.GetFileName(node.File)) || wanted(Path.GetFileNameWithoutExtension(node.File))),
            "package" => nodes.Where(node => value == "this" ? node.Package == root : wanted(node.Package)),
            "source" => nodes.Where(node => node.ResourceType == "source" && Source(node, value)),
            _ when Named.Contains(name) => nodes.Where(node => node.ResourceType == name && Last(node, value)),
            "resource_type" => nodes.Where(node => node.ResourceType == value),
            "test_type" => nodes.Where(TestType(value)),
            "test_name" => nodes.Where(node => node.TestName is { } test && wanted(test)),
            "group" => nodes.Where(node => node.Group is { } group && wanted(group)),
            "access" => nodes.Where(node => node.Access == value),
            "version" => nodes.Where(node => Version(node, value)),
            "config" when rest is not null => nodes.Where(node => Config(node.Config, rest.Split('.'), wanted)),
            "state" => Compared(value).Nodes(nodes, value),
            "result" => Compared(value).Results(nodes, value),
            "source_status" => Compared(value).Fresher(nodes, value),
            _ => throw new FaultException(Fault.Invalid(
                "dbt.selection_invalid", $"There is no way to select by {method}:.", "--select",
                "Write tag:, path:, file:, fqn:, package:, config.KEY:, source:, exposure:, resource_type:, test_type:, test_name:, unit_test:, metric:, semantic_model:, saved_query:, group:, access:, version:, state:, result: or source_status:.")),
        };
    }

    private static Func<DbtNode, bool> TestType(string value) => value switch
    {
        "generic" or "schema" => node => node.TestName is not null,
        "singular" => node => node is { ResourceType: "test", TestName: null },
        "data" => node => node.ResourceType == "test",
        "unit" => node => node.ResourceType == "unit_test",
        _ => throw new FaultException(Fault.Invalid("dbt.selection_invalid", $"{value} is no type of tests.", "--select", "Write generic, singular, data or unit.")),
    };

    private StateComparison Compared(string value) => state ?? throw new FaultException(Fault.Invalid(
        "dbt.state_missing", $"The selection {value} compares with an earlier state, and none is named.", "--state", "Name the folder with its manifest.json: --state FOLDER"));

    /// <summary>The name, or the beginning of the fqn; wildcards in each part.</summary>
    private static bool Fqn(DbtNode node, string value)
    {
        if (Pattern(value)(node.Name) || (node.Version is not null && (Pattern(value)($"{node.Name}.v{node.Version}") || Pattern(value)($"{node.Name}_v{node.Version}"))))
        {
            return true;
        }

        var parts = value.Split('.');
        return Begins(node.Fqn, parts) || Begins([.. node.Fqn.Skip(1)], parts);

        static bool Begins(IReadOnlyList<string> fqn, string[] parts)
        {
            for (var i = 0; i < parts.Length; i++)
            {
                if (parts[i] == "*" && i == parts.Length - 1)
                {
                    return fqn.Count > i;
                }

                if (i >= fqn.Count || !Pattern(parts[i])(fqn[i]))
                {
                    return false;
                }
            }

            return true;
        }
    }

    private static bool Source(DbtNode node, string value) => value.Split('.') switch
    {
        [var source] => source == "*" || Pattern(source)(node.Source!),
        [var source, var table] => Pattern(source)(node.Source!) && Pattern(table)(node.Name),
        [var package, var source, var table] => Pattern(package)(node.Package) && Pattern(source)(node.Source!) && Pattern(table)(node.Name),
        _ => throw new FaultException(Fault.Invalid("dbt.selection_invalid", $"{value} names no source.", "--select", "Write source:crm or source:crm.orders.")),
    };

    private static bool Last(DbtNode node, string value) => Pattern(value)(node.Name) || Pattern(value)($"{node.Package}.{node.Name}");

    private bool Version(DbtNode node, string value)
    {
        if (value == "none")
        {
            return node is { ResourceType: "model", Version: null };
        }

        if (node.Version is null)
        {
            return false;
        }

        var latest = ModelVersions.Latest(
            node.Draft.LatestVersion, nodes.Where(other => other.ResourceType == "model" && other.Package == node.Package && other.Name == node.Name).Select(other => other.Version));
        return value switch
        {
            "latest" => node.Version == latest,
            "old" => ModelVersions.Order.Compare(node.Version, latest) < 0,
            "prerelease" => ModelVersions.Order.Compare(node.Version, latest) > 0,
            _ => node.Version == value.TrimStart('v'),
        };
    }

    private static bool Under(string file, string value)
    {
        var path = value.TrimStart('.', '/').TrimEnd('/');
        return file == path || file.StartsWith(path + "/", StringComparison.Ordinal)
            || (path.AsSpan().IndexOfAny('*', '?', '[') >= 0 && (Pattern(path)(file) || Pattern(path)(Path.GetDirectoryName(file)?.Replace('\\', '/') ?? "")));
    }

    private static bool Config(object? value, ReadOnlySpan<string> keys, Func<string, bool> wanted)
    {
        foreach (var key in keys)
        {
            value = value is IReadOnlyDictionary<string, object?> dict && dict.TryGetValue(key, out var inner) ? inner : null;
        }

        return value switch
        {
            null => false,
            string text => wanted(text),
            bool truth => wanted(truth ? "true" : "false") || wanted(truth ? "True" : "False"),
            IReadOnlyDictionary<string, object?> dict => dict.Keys.Any(wanted),
            IEnumerable list => list.Cast<object?>().Any(item => item is not null && wanted(Convert.ToString(item, CultureInfo.InvariantCulture)!)),
            _ => wanted(Convert.ToString(value, CultureInfo.InvariantCulture)!),
        };
    }

    /// <summary>Wildcards of a shell: <c>*</c>, <c>?</c>, <c>[ab]</c>.</summary>
    private static Func<string, bool> Pattern(string pattern)
    {
        if (pattern.AsSpan().IndexOfAny('*', '?', '[') < 0)
        {
            return text => text == pattern;
        }

        var regex = new Regex(
            "^" + Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal).Replace(@"\?", ".", StringComparison.Ordinal).Replace(@"\[", "[", StringComparison.Ordinal) + "$",
            RegexOptions.Singleline | RegexOptions.NonBacktracking);
        return regex.IsMatch;
    }
}
