using System.Globalization;
using Talentys.Jinja.Public;
using Talentys.Transformation.Graph;
using Talentys.Transformation.Parsing;
using Talentys.Transformation.Projects;
using Talentys.Transformation.Public;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Manifests;

/// <summary>A node as <c>manifest.json</c> has it.</summary>
internal sealed class ManifestNode(DbtProject project, MacroFacts facts)
{
    private const int LargestSeed = 1 << 20;

    private static readonly string[] Exposed = ["type", "owner", "maturity", "url", "label"];

    private static readonly string[] Measured = ["label", "type", "type_params", "filter", "time_granularity"];

    private static readonly string[] Modelled = ["model", "label", "defaults", "entities", "measures", "dimensions", "primary_entity"];

    private static readonly string[] Tested = ["model", "given", "expect", "overrides", "versions"];

    private static readonly string[] Saved = ["label", "query_params", "exports"];

    public Dictionary<string, object?> Of(DbtNode node)
    {
        var draft = node.Draft;
        var about = Common(draft);
        about["description"] = node.Description ?? "";
        about["depends_on"] = new Dictionary<string, object?> { ["macros"] = facts.Needs(draft), ["nodes"] = node.DependsOn };
        about["refs"] = draft.Refs.Distinct().Select(one => new Dictionary<string, object?> { ["name"] = one.Name, ["package"] = one.Package, ["version"] = Versioned(one.Version) }).ToList();
        about["sources"] = draft.Sources.Distinct().Select(one => new[] { one.Source, one.Table }).ToList();
        about["metrics"] = draft.Metrics.Distinct().Select(name => new[] { name }).ToList();
        switch (node.ResourceType)
        {
            case "source":
                Source(about, node);
                break;
            case "exposure":
                Declared(about, draft, Exposed);
                break;
            case "metric":
                Declared(about, draft, Measured);
                break;
            case "semantic_model":
                Declared(about, draft, Modelled);
                about["node_relation"] = node.DependsOn is [var needed, ..] && project.Find(needed) is { } model
                    ? new Dictionary<string, object?> { ["alias"] = model.Alias, ["schema_name"] = model.Schema, ["database"] = project.Target["database"], ["relation_name"] = RelationName(model) } : null;
                break;
            case "saved_query":
                Declared(about, draft, Saved);
                break;
            case "unit_test":
                Declared(about, draft, Tested);
                about["version"] = Versioned(draft.Version);
                break;
            default:
                Statement(about, node);
                break;
        }

        return about;
    }

    /// <summary>What a node that is disabled, or any other, is told by.</summary>
    public static Dictionary<string, object?> Common(Draft draft) => new(StringComparer.Ordinal)
    {
        ["unique_id"] = draft.UniqueId,
        ["name"] = draft.Name,
        ["resource_type"] = draft.Type,
        ["package_name"] = draft.Package.Name,
        ["path"] = WithinRoot(draft),
        ["original_file_path"] = FileOf(draft),
        ["fqn"] = draft.Fqn,
        ["description"] = draft.Description ?? "",
        ["tags"] = Values.Texts(draft.Config.Get("tags")),
        ["meta"] = PlainValues.Dict(draft.Config.Dict("meta")),
        ["group"] = draft.Config.Text("group"),
        ["config"] = PlainValues.Dict(Configured(draft.Config)),
        ["unrendered_config"] = Unrendered(draft),
        ["created_at"] = 0.0,
    };

    public string RelationName(DbtNode node) => $"\"{project.Target["database"]}\".\"{node.Schema}\".\"{node.Alias}\"";

    /// <summary>The settings by which states are compared: as they are written, with those of <c>config()</c>.</summary>
    private static Dictionary<string, object?> Unrendered(Draft draft)
    {
        var config = new PyDict(draft.Unrendered);
        ConfigTree.Add(config, draft.InFile);
        return PlainValues.Dict(config);
    }

    /// <summary>Settings by dbt's names: hooks are <c>pre-hook</c> and <c>post-hook</c>, each with its SQL and whether it is within the transaction.</summary>
    private static PyDict Configured(PyDict config) => new(config.Select(pair => pair.Key is "pre_hook" or "post_hook" && pair.Value is PyList hooks
        ? KeyValuePair.Create((object?)((string)pair.Key).Replace('_', '-'), (object?)new PyList(hooks.Select((hook, i) => (object?)Hook(hook, i)))) : pair));

    private static PyDict Hook(object? hook, long index) => hook is PyDict told ? new([new("sql", told.Get("sql")), new("transaction", told.Get("transaction") is not false), new("index", index)])
        : new([new("sql", hook), new("transaction", true), new("index", index)]);

    /// <summary>A version that is a number is one.</summary>
    private static object? Versioned(string? version) => long.TryParse(version, CultureInfo.InvariantCulture, out var whole) ? whole
        : double.TryParse(version, CultureInfo.InvariantCulture, out var number) ? number : version;

    private static string FileOf(Draft draft) => draft.File.StartsWith(draft.Package.Name + ": ", StringComparison.Ordinal) ? draft.File[(draft.Package.Name.Length + 2)..] : draft.File;

    private static string WithinRoot(Draft draft)
    {
        var package = draft.Package;
        var file = FileOf(draft);
        var root = ((string[])[.. package.Models, .. package.Seeds, .. package.Snapshots, .. package.Tests, .. package.Analyses]).FirstOrDefault(folder => file.StartsWith(folder + "/", StringComparison.Ordinal));
        return draft.TestName is not null ? $"{draft.Alias}.sql" : root is null ? file : file[(root.Length + 1)..];
    }

    private static void Declared(Dictionary<string, object?> about, Draft draft, IEnumerable<string> keys)
    {
        foreach (var key in keys)
        {
            about[key] = PlainValues.Of(draft.Declared.Get(key));
        }
    }

    private void Source(Dictionary<string, object?> about, DbtNode node)
    {
        var (source, table) = (node.Draft.Declared, node.Draft.Properties?.Own ?? []);
        about["source_name"] = node.Source;
        about["source_description"] = source.Text("description") ?? "";
        about["source_meta"] = PlainValues.Dict(source.Dict("meta"));
        about["loader"] = source.Text("loader") ?? "";
        about["database"] = project.Target["database"];
        about["schema"] = node.Schema;
        about["identifier"] = node.Alias;
        about["relation_name"] = RelationName(node);
        about["quoting"] = PlainValues.Dict(new PyDict(source.Dict("quoting").Concat(table.Dict("quoting"))));
        about["loaded_at_field"] = node.Draft.Freshness?.Field;
        about["loaded_at_query"] = node.Draft.Freshness?.Query;
        about["freshness"] = node.Draft.Freshness is { } freshness ? PlainValues.Of(freshness.Written) : null;
        about["external"] = PlainValues.Of(table.Get("external"));
        about["patch_path"] = null;
        about["columns"] = Columns(node.Draft);
    }

    private void Statement(Dictionary<string, object?> about, DbtNode node)
    {
        var draft = node.Draft;
        var isTable = node.ResourceType is "model" or "seed" or "snapshot";
        about["database"] = project.Target["database"];
        about["schema"] = node.Schema ?? $"{project.Target.Text("schema")}_{draft.Config.Text("schema") ?? "dbt_test__audit"}";
        about["alias"] = node.Alias ?? node.Name;
        about["checksum"] = Checksum(draft);
        about["raw_code"] = draft.TestName is null ? draft.Code ?? "" : $"{{{{ test_{draft.TestName}(**_dbt_generic_test_kwargs) }}}}";
        about["language"] = LanguageOf(node);
        about["relation_name"] = isTable && draft.Config.Text("materialized") != "ephemeral" ? RelationName(node) : null;
        about["columns"] = Columns(draft);
        about["docs"] = new Dictionary<string, object?> { ["show"] = draft.Config.Dict("docs").Get("show") ?? true, ["node_color"] = draft.Config.Dict("docs").Get("node_color") };
        about["patch_path"] = draft.Properties is { } given && draft.TestName is null ? $"{draft.Package.Name}://{given.File}" : null;
        about["build_path"] = null;
        about["doc_blocks"] = Array.Empty<string>();
        if (node.ResourceType == "seed")
        {
            about["root_path"] = draft.Package.Folder;
        }

        if (node.ResourceType != "seed")
        {
            about["contract"] = Contract(draft);
        }

        if (node.ResourceType == "model")
        {
            about["access"] = node.Access;
            about["version"] = Versioned(node.Version);
            about["latest_version"] = node.Version is null ? null : Versioned(ModelVersions.Latest(
                draft.LatestVersion, project.Nodes.Where(other => other.ResourceType == "model" && other.Package == node.Package && other.Name == node.Name).Select(other => other.Version)));
            about["deprecation_date"] = draft.Properties?.Keys.Text("deprecation_date");
            about["constraints"] = PlainValues.Of(draft.Properties?.Keys.Get("constraints")) ?? Array.Empty<string>();
            about["time_spine"] = PlainValues.Of(draft.Properties?.Keys.Get("time_spine"));
            about["primary_key"] = PrimaryKey(node);
        }

        if (draft.TestName is not null)
        {
            about["column_name"] = draft.Test.Given.Text("column_name");
            about["attached_node"] = node.AttachedTo;
            about["file_key_name"] = draft.AttachedTo is { } owner ? $"{(owner.Type == "analysis" ? "analyses" : owner.Type + "s")}.{owner.Source ?? owner.Name}" : null;
            about["test_metadata"] = new Dictionary<string, object?> { ["name"] = draft.TestName, ["kwargs"] = PlainValues.Dict(draft.Test.Given), ["namespace"] = draft.Test.Space };
        }
    }

    /// <summary>The columns that are both unique and never null, or are told to be the key.</summary>
    private List<string> PrimaryKey(DbtNode node)
    {
        var told = (node.Draft.Properties?.Keys.Dicts("columns") ?? []).Where(column => column.Dicts("constraints").Any(one => one.Text("type") == "primary_key")).Select(column => column.Text("name")!).ToList();
        if (told.Count > 0)
        {
            return told;
        }

        var tests = project.TestsOf(node.UniqueId).Where(test => test.TestName is "unique" or "not_null").ToList();
        return [.. tests.Where(test => test.TestName == "unique").Select(test => test.Draft.Test.Given.Text("column_name")).OfType<string>()
            .Where(column => tests.Exists(test => test.TestName == "not_null" && test.Draft.Test.Given.Text("column_name") == column))];
    }

    private Dictionary<string, object?> Columns(Draft draft) => ColumnsOf(draft).ToDictionary(
        column => column.Text("name") ?? "",
        column => (object?)new Dictionary<string, object?>
        {
            ["name"] = column.Text("name"),
            ["description"] = project.Described(draft, column.Text("description") ?? ""),
            ["meta"] = PlainValues.Dict(new PyDict(column.Dict("meta").Concat(column.Dict("config").Dict("meta")))),
            ["data_type"] = column.Text("data_type"),
            ["constraints"] = PlainValues.Of(column.Get("constraints")) ?? Array.Empty<string>(),
            ["quote"] = column.Get("quote"),
            ["tags"] = Values.Texts(column.Get("tags")).Concat(Values.Texts(column.Dict("config").Get("tags"))).Distinct().ToList(),
            ["granularity"] = column.Text("granularity"),
            ["doc_blocks"] = Array.Empty<string>(),
        });

    /// <summary>The columns that property files tell of: of a version those that it includes and not excludes, and its own.</summary>
    public static IEnumerable<PyDict> ColumnsOf(Draft draft)
    {
        if (draft.Properties is not { } given)
        {
            return [];
        }

        var own = given.Own.Dicts("columns").Where(column => column.Text("name") is not null);
        if (given.VersionOf.Get("columns") is not PyList told)
        {
            return own.DistinctBy(column => column.Text("name"));
        }

        var rules = told.OfType<PyDict>().ToList();
        if (rules.Find(rule => rule.ContainsKey("include")) is { } rule)
        {
            var included = Values.Texts(rule.Get("include"));
            var excluded = Values.Texts(rule.Get("exclude"));
            own = own.Where(column => (included.Contains("*") || included.Contains("all") || included.Contains(column.Text("name")!)) && !excluded.Contains(column.Text("name")!));
        }

        return rules.Where(column => column.Text("name") is not null).Concat(own).DistinctBy(column => column.Text("name"));
    }

    /// <summary>The language of its text.</summary>
    public static string? LanguageOf(DbtNode node) => node.ResourceType == "seed" ? null : PythonModel.Is(node.File) ? "python" : "sql";

    /// <summary>Whether the contract of a model is enforced.</summary>
    public static bool HasContract(Draft draft) => draft.Config.Get("contract") is true || (draft.Config.Get("contract") as PyDict)?.Get("enforced") is true;

    private static Dictionary<string, object?> Contract(Draft draft)
    {
        var (contract, enforced) = (draft.Config.Get("contract"), HasContract(draft));
        var columns = string.Concat(ColumnsOf(draft).OrderBy(column => column.Text("name"), StringComparer.Ordinal).Select(column => $"|{column.Text("name")}|{column.Text("data_type")}"));
        return new Dictionary<string, object?>
        {
            ["enforced"] = enforced,
            ["alias_types"] = (contract as PyDict)?.Get("alias_types") is not false,
            ["checksum"] = enforced ? PlainValues.Sha256($"{columns}{System.Text.Json.JsonSerializer.Serialize(PlainValues.Of(draft.Properties?.Keys.Get("constraints")))}") : null,
        };
    }

    private static Dictionary<string, object?> Checksum(Draft draft)
    {
        if (draft.Type != "seed")
        {
            return draft.TestName is not null ? Hash("none", "") : Hash("sha256", PlainValues.Sha256(draft.Code ?? ""));
        }

        var file = new FileInfo(Path.Combine(draft.Package.Folder, draft.File));
        return !file.Exists ? Hash("none", "") : file.Length > LargestSeed ? Hash("path", draft.File) : Hash("sha256", PlainValues.Sha256(File.ReadAllText(file.FullName)));

        static Dictionary<string, object?> Hash(string name, string checksum) => new() { ["name"] = name, ["checksum"] = checksum };
    }
}
