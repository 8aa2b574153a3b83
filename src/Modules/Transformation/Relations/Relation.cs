using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Query.Public;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Relations;

/// <summary>A table or view as templates see it. It is written without its database, for all that a project builds is in one environment; only what is read from another has it.</summary>
internal sealed record Relation(string? Database, string? Schema, string? Identifier, string? Type) : IJinjaObject, IJinjaText, IJinjaMapping
{
    private static readonly PyDict Metadata = new([new("type", "DuckDBRelation")]);

    /// <summary>A relation as <c>information_schema.tables</c> tells it.</summary>
    public static Relation Of(string environment, string schema, string name, string tableType) =>
        new(environment, schema, name, tableType.Contains("VIEW", StringComparison.OrdinalIgnoreCase) ? "view" : "table");

    /// <summary>A relation of an environment as the query path tells it.</summary>
    public static Relation Of(string environment, VisibleRelation seen) => new(environment, seen.Name.Schema, seen.Name.Name, seen.IsView ? "view" : "table");

    /// <summary>Whether it is of another environment than the one that is built, and is written with it.</summary>
    public bool NamesDatabase { get; init; }

    public bool HidesSchema { get; init; }

    public bool HidesIdentifier { get; init; }

    /// <summary>Whether the schema is written without quotes.</summary>
    public bool PlainSchema { get; init; }

    /// <summary>Whether its name is written without quotes.</summary>
    public bool PlainIdentifier { get; init; }

    /// <summary>Which of its rows are meant; null for all.</summary>
    public string? Filter { get; init; }

    public string TypeName => "Relation";

    public int Count => 1;

    public IEnumerable<object?> Keys => ["metadata"];

    public bool TryGetItem(object? key, out object? value) => (value = key is "metadata" ? Metadata : null) is not null;

    public string Text(bool isRepr) => ToString();

    public override string ToString() => Filter is null ? Named : $"(select * from {Named} where {Filter})";

    private string Named => Type == "cte" ? Identifier ?? "" : string.Join('.', new[] { NamesDatabase ? Part(Database, false) : null, HidesSchema ? null : Part(Schema, PlainSchema), HidesIdentifier ? null : Part(Identifier, PlainIdentifier) }.OfType<string>());

    private static string? Part(string? name, bool plain) => name is null || plain ? name : SqlText.Quote(name);

    public bool TryGet(string name, out object? value)
    {
        value = name switch
        {
            "database" => Database,
            "schema" => Schema,
            "identifier" or "name" or "table" or "alias" => Identifier,
            "type" => Type,
            "is_table" => Type == "table",
            "is_view" => Type == "view",
            "is_cte" => Type == "cte",
            "is_materialized_view" => Type == "materialized_view",
            "is_pointer" => false,
            "path" => new PyDict([new("database", Database), new("schema", Schema), new("identifier", Identifier)]),
            "render" => new JinjaFunction(name, _ => Named),
            "quote" => new JinjaFunction(name, arguments => this with
            {
                PlainSchema = arguments.Named.TryGetValue("schema", out var schema) ? schema is false : PlainSchema,
                PlainIdentifier = arguments.Named.TryGetValue("identifier", out var identifier) ? identifier is false : PlainIdentifier,
            }),
            "replace_path" => new JinjaFunction(name, arguments => Incorporate(new Dictionary<string, object?> { ["path"] = new PyDict(arguments.Named.Select(pair => KeyValuePair.Create((object?)pair.Key, pair.Value))), ["type"] = Type })),
            "derivative" => new JinjaFunction(name, _ => this),
            "without_identifier" => new JinjaFunction(name, _ => this with { HidesIdentifier = true }),
            "include" => new JinjaFunction(name, arguments => this with
            {
                NamesDatabase = NamesDatabase && !(arguments.Named.TryGetValue("database", out var database) && database is false),
                HidesSchema = arguments.Named.TryGetValue("schema", out var schema) ? schema is false : HidesSchema,
                HidesIdentifier = arguments.Named.TryGetValue("identifier", out var identifier) ? identifier is false : HidesIdentifier,
            }),
            "incorporate" => new JinjaFunction(name, arguments => Incorporate(arguments.Named)),
            "get" => new JinjaFunction(name, arguments => TryGetItem(arguments.Values[0], out var item) ? item : arguments.Values.Count > 1 ? arguments.Values[1] : null),
            "information_schema" => new JinjaFunction(name, arguments => arguments.Bind(name, "view_name?")[0] is string view
                ? this with { Schema = "information_schema", Identifier = view.ToLowerInvariant() } : this with { Schema = "information_schema", HidesIdentifier = true }),
            _ => null,
        };
        return value is not null || name is "database" or "schema" or "identifier" or "name" or "table" or "alias" or "type";
    }

    private Relation Incorporate(IReadOnlyDictionary<string, object?> named)
    {
        var path = named.GetValueOrDefault("path") as PyDict ?? [];
        return this with
        {
            Schema = path.Text("schema") ?? Schema,
            Identifier = path.Text("identifier") ?? Identifier,
            Type = named.TryGetValue("type", out var type) ? type as string : Type,
        };
    }
}
