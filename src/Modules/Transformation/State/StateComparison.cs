using System.Text.Json;
using Talentys.Kernel;
using Talentys.Transformation.Manifests;
using Talentys.Transformation.Public;

namespace Talentys.Transformation.State;

/// <summary>A project beside an earlier state of it: the methods <c>state:</c>, <c>result:</c> and <c>source_status:</c>.</summary>
internal sealed class StateComparison(DbtProject project, PreviousState before, string currentFolder)
{
    private static readonly string[] Checks = ["new", "old", "modified", "unmodified", "modified.body", "modified.configs", "modified.persisted_descriptions", "modified.relation", "modified.macros", "modified.contract"];

    /// <summary>Settings that are compared elsewhere, or change nothing that is built.</summary>
    private static readonly HashSet<string> NoSettings = ["alias", "schema", "database", "tags", "group"];

    private static readonly Dictionary<string, string[]> Compared = new(StringComparer.Ordinal)
    {
        ["source"] = ["schema", "identifier", "fqn", "quoting", "freshness", "loaded_at_field", "external"],
        ["exposure"] = ["fqn", "type", "owner", "maturity", "url", "description", "label", "depends_on.nodes"],
        ["metric"] = ["fqn", "description", "label", "filter", "type", "type_params"],
        ["semantic_model"] = ["fqn", "description", "model", "defaults", "entities", "dimensions", "measures", "primary_entity"],
        ["saved_query"] = ["fqn", "description", "label", "query_params", "exports"],
        ["unit_test"] = ["fqn", "model", "given", "expect", "overrides"],
    };

    private readonly MacroFacts facts = new(project.Context.Macros);
    private readonly Dictionary<string, JsonElement> now = new(StringComparer.Ordinal);
    private HashSet<string>? changedMacros;

    public IEnumerable<DbtNode> Nodes(IReadOnlyList<DbtNode> nodes, string check) => Checks.Contains(check)
        ? nodes.Where(node => Is(node, check))
        : throw new FaultException(Fault.Invalid("dbt.selection_invalid", $"There is no check state:{check}.", "--select", $"Write {string.Join(", ", Checks.Select(one => "state:" + one))}."));

    /// <summary>Nodes that ended so in the earlier run.</summary>
    public IEnumerable<DbtNode> Results(IReadOnlyList<DbtNode> nodes, string status)
    {
        var ids = before.Results("run_results.json").Where(one => one.Result.TryGetProperty("status", out var told) && told.GetString() == status).Select(one => one.Id).ToHashSet(StringComparer.Ordinal);
        return nodes.Where(node => ids.Contains(node.UniqueId));
    }

    /// <summary>Sources with newer rows than they had.</summary>
    public IEnumerable<DbtNode> Fresher(IReadOnlyList<DbtNode> nodes, string status)
    {
        if (status != "fresher")
        {
            throw new FaultException(Fault.Invalid("dbt.selection_invalid", $"{status} is no status of sources.", "--select", "Write source_status:fresher."));
        }

        var was = Loaded(before);
        var current = Loaded(new PreviousState(currentFolder));
        return nodes.Where(node => current.TryGetValue(node.UniqueId, out var loaded) && (!was.TryGetValue(node.UniqueId, out var earlier) || loaded > earlier));

        static Dictionary<string, DateTimeOffset> Loaded(PreviousState state) => state.Results("sources.json")
            .Where(one => one.Result.TryGetProperty("max_loaded_at", out var told) && told.TryGetDateTimeOffset(out _)).ToDictionary(one => one.Id, one => one.Result.GetProperty("max_loaded_at").GetDateTimeOffset(), StringComparer.Ordinal);
    }

    private bool Is(DbtNode node, string check)
    {
        JsonElement? old = before.Nodes.TryGetValue(node.UniqueId, out var found) ? found : null;
        return check switch
        {
            "new" => old is null,
            "old" => old is not null,
            "modified" => IsModified(node, old),
            "unmodified" => !IsModified(node, old),
            "modified.macros" => MacrosChanged(node),
            _ when !node.IsStatement && check is "modified.body" or "modified.persisted_descriptions" or "modified.contract" => false,
            _ when node.ResourceType is not "model" && check == "modified.contract" => false,
            _ when old is null => true,
            "modified.body" => !SameBody(node, old.Value),
            "modified.configs" => !SameSettings(node, old.Value),
            "modified.persisted_descriptions" => !SameDescriptions(node, old.Value),
            "modified.relation" => !SameRelation(node, old.Value),
            _ => !SameContract(node, old.Value),
        };
    }

    private bool IsModified(DbtNode node, JsonElement? old)
    {
        if (MacrosChanged(node))
        {
            return true;
        }

        if (!node.IsStatement)
        {
            // as dbt has it: what is only told of others is new, and not changed, where it was not there
            return old is { } was && !(SameSettings(node, was) && (Compared.GetValueOrDefault(node.ResourceType) ?? ["fqn", "checksum"]).All(key => Same(node, was, key)));
        }

        return old is not { } earlier || !(Same(node, earlier, "fqn") && SameSettings(node, earlier)
            && (node.TestName is not null || (SameBody(node, earlier) && SameDescriptions(node, earlier) && SameRelation(node, earlier) && SameContract(node, earlier))));
    }

    private JsonElement Now(DbtNode node)
    {
        if (!now.TryGetValue(node.UniqueId, out var element))
        {
            now[node.UniqueId] = element = JsonSerializer.SerializeToElement(new ManifestNode(project, facts).Of(node));
        }

        return element;
    }

    private static JsonElement? At(JsonElement element, string path)
    {
        foreach (var key in path.Split('.'))
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(key, out element))
            {
                return null;
            }
        }

        return element;
    }

    private bool Same(DbtNode node, JsonElement old, string path) => Text(At(Now(node), path)) == Text(At(old, path));

    private bool SameBody(DbtNode node, JsonElement old) => node.ResourceType == "seed" || At(old, "raw_code") is null ? Same(node, old, "checksum.checksum") : Same(node, old, "raw_code");

    private bool SameRelation(DbtNode node, JsonElement old) => node.ResourceType == "source" ? Same(node, old, "schema") && Same(node, old, "identifier")
        : ((string[])["database", "schema", "alias"]).All(key => Same(node, old, "unrendered_config." + key));

    private bool SameContract(DbtNode node, JsonElement old) => node.ResourceType != "model" || (Same(node, old, "contract.enforced") && Same(node, old, "contract.checksum"));

    private bool SameSettings(DbtNode node, JsonElement old)
    {
        return Settings(At(Now(node), "unrendered_config")) is var mine && Settings(At(old, "unrendered_config")) is var others
            && mine.Count == others.Count && mine.All(pair => others.TryGetValue(pair.Key, out var other) && other == pair.Value);

        static Dictionary<string, string> Settings(JsonElement? config) => config is { ValueKind: JsonValueKind.Object } dict
            ? dict.EnumerateObject().Select(pair => (Key: pair.Name.Replace('-', '_'), Value: Text(pair.Value))).Where(pair => !NoSettings.Contains(pair.Key) && pair.Value.Length > 0)
                .DistinctBy(pair => pair.Key).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal)
            : [];
    }

    /// <summary>Descriptions count where they are kept at the tables.</summary>
    private bool SameDescriptions(DbtNode node, JsonElement old)
    {
        var persisted = At(Now(node), "config.persist_docs");
        if (At(persisted ?? default, "relation") is { ValueKind: JsonValueKind.True } && !Same(node, old, "description"))
        {
            return false;
        }

        return At(persisted ?? default, "columns") is not { ValueKind: JsonValueKind.True } || Columns(Now(node)) == Columns(old);

        static string Columns(JsonElement element) => At(element, "columns") is { ValueKind: JsonValueKind.Object } columns
            ? string.Join('\n', columns.EnumerateObject().OrderBy(column => column.Name, StringComparer.Ordinal).Select(column => $"{column.Name}={Text(At(column.Value, "description"))}")) : "";
    }

    /// <summary>Whether a macro that the node calls, near or far, is new, gone or another. dbt's own are not looked at: here they are others.</summary>
    private bool MacrosChanged(DbtNode node)
    {
        changedMacros ??= [.. project.Context.Macros.All.Where(macro => macro.Package != Parsing.MacroTable.Own)
            .Where(macro => !before.Macros.TryGetValue(MacroFacts.IdOf(macro), out var old) || Trimmed(old) != macro.Text.Trim()).Select(MacroFacts.IdOf)];
        if (changedMacros.Count == 0)
        {
            return false;
        }

        var seen = new HashSet<string>(facts.Needs(node.Draft), StringComparer.Ordinal);
        var waiting = new Queue<string>(seen);
        while (waiting.TryDequeue(out var id))
        {
            if (changedMacros.Contains(id))
            {
                return true;
            }

            if (project.Context.Macros.ById(id) is { } macro)
            {
                facts.Needs(macro).Where(seen.Add).ToList().ForEach(waiting.Enqueue);
            }
        }

        return false;

        static string? Trimmed(JsonElement macro) => At(macro, "macro_sql")?.GetString()?.Trim();
    }

    /// <summary>Values as texts to compare: keys in order, nothing where there is nothing, one value as a list of it.</summary>
    private static string Text(JsonElement? value) => value is not { } told ? "" : told.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        JsonValueKind.Object => string.Join(',', told.EnumerateObject().OrderBy(pair => pair.Name, StringComparer.Ordinal).Select(pair => (pair.Name, Value: Text(pair.Value))).Where(pair => pair.Value.Length > 0).Select(pair => $"{pair.Name}:{{{pair.Value}}}")),
        JsonValueKind.Array => string.Join(';', told.EnumerateArray().Select(item => Text(item))),
        JsonValueKind.String => told.GetString()!,
        _ => told.GetRawText(),
    };
}
