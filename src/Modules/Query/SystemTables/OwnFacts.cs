using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Stages;
using Talentys.Query.Views;

namespace Talentys.Query.SystemTables;

/// <summary>
/// What one principal may know of the tables and views of an environment, as rows. What may not be seen is not in it: no table, no
/// column, no comment, no number of rows; columns are counted without those that are hidden.
/// </summary>
internal sealed class OwnFacts
{
    private const double UnknownRows = -1;

    private readonly Principal principal;
    private readonly IAccess access;
    private readonly SystemOids oids = new();
    private readonly Dictionary<string, (uint Oid, string Name)> schemas = new(StringComparer.OrdinalIgnoreCase);
    private readonly FactRows namespaces = new(FactKind.Schemas);
    private readonly FactRows relations = new(FactKind.Relations);
    private readonly FactRows columns = new(FactKind.ColumnsOfTables);
    private readonly FactRows keys = new(FactKind.Keys);

    private OwnFacts(Principal principal, IAccess access) => (this.principal, this.access) = (principal, access);

    /// <summary>The facts of a principal.</summary>
    public static IReadOnlyList<FactRows> Of(
        Principal principal, IAccess access, IReadOnlyList<TableShape> tables, IReadOnlyList<StoredView> views, IReadOnlyList<string> schemas)
    {
        var facts = new OwnFacts(principal, access);
        facts.Add(tables, views, schemas);
        return [facts.namespaces, facts.relations, facts.columns, facts.keys];
    }

    private void Add(IReadOnlyList<TableShape> tables, IReadOnlyList<StoredView> views, IReadOnlyList<string> made)
    {
        var seen = new List<Relation>();
        foreach (var table in tables.Where(table => IsThere(table.Table.Name)))
        {
            if (Sight.Of(access, table) is { } shown)
            {
                seen.Add(Of(table, shown));
            }
        }

        foreach (var view in views.Where(view => IsThere(view.Name)))
        {
            if (Sight.Of(access, view) is { } shown)
            {
                seen.Add(Of(view, shown));
            }
        }

        Schemas(made.Concat(seen.Select(relation => relation.Name.Schema)));
        foreach (var relation in seen.OrderBy(relation => relation.Name))
        {
            Add(relation);
        }
    }

    private bool IsThere(TableName name) =>
        !name.Schema.StartsWith('_') && !SystemTableNames.IsSystem(name.Schema) && AuthorizeStage.MaySee(principal, access, name);

    private Relation Of(TableShape table, TableAccess shown)
    {
        var visible = table.Columns.Where(column => !shown.Hidden.Contains(column.Name))
            .Select(column => new RelationColumn(column.Name, column.SqlType, column.Required, column.Doc)).ToList();
        var counts = access.MayCount(table.Table.Name);
        return new Relation(table.Table.Name, 'r', visible)
        {
            Rows = counts ? table.Table.Rows : UnknownRows,
            Bytes = counts ? table.Table.Bytes : null,
            Comment = table.Comment,
            Writable = principal.Is(Roles.Engineer) && access.MayWrite(table.Table.Name) && shown.IsWhole,
            Key = table.Key.Count > 0 && table.Key.All(name => visible.Any(column => column.Name == name)) ? table.Key : [],
        };
    }

    /// <summary>
    /// The text of a view names tables and columns that may be hidden from those who may read the view: it is told to who made it, and
    /// to those from whom nothing is hidden.
    /// </summary>
    private Relation Of(StoredView view, TableAccess shown) => new(
        view.Name, 'v', [.. view.Columns.Where(column => !shown.Hidden.Contains(column.Name)).Select(column => new RelationColumn(column.Name, column.Type, false, column.Comment))])
    {
        Rows = UnknownRows,
        Comment = view.Comment,
        Definition = access.IsOpen || view.Definer.Id == principal.Id ? $" {view.Sql.Trim().TrimEnd(';')};" : null,
    };

    private void Schemas(IEnumerable<string> names)
    {
        namespaces.Add(CommonFacts.CatalogOid, SystemTableNames.Catalog, "system catalog schema");
        namespaces.Add(CommonFacts.InformationOid, SystemTableNames.Information, null);
        foreach (var name in names.Append(TableName.DefaultSchema).Where(name => !name.StartsWith('_') && !SystemTableNames.IsSystem(name))
            .Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase))
        {
            var oid = oids.Of("schema", name);
            schemas[name] = (oid, name);
            namespaces.Add(oid, name, null);
        }
    }

    private void Add(Relation relation)
    {
        var (schema, schemaName) = schemas[relation.Name.Schema];
        var oid = oids.Of("relation", relation.Name.ToString());
        relations.Add(
            oid, schema, schemaName, relation.Name.Name, relation.Kind, (short)relation.Columns.Count, relation.Rows, relation.Bytes, relation.Comment, relation.Definition,
            relation.Writable, relation.Key.Count > 0, false);
        for (var index = 0; index < relation.Columns.Count; index++)
        {
            var column = relation.Columns[index];
            var type = SystemType.Of(column.Type);
            columns.Add(
                oid, (short)(index + 1), column.Name, type.Oid, type.Length, type.Modifier, type.Dimensions, type.Collation, column.Required, column.Comment);
        }

        if (relation.Key.Count > 0)
        {
            AddKey(relation, oid, schema, schemaName);
        }
    }

    private void AddKey(Relation relation, uint table, uint schema, string schemaName)
    {
        var name = $"{relation.Name.Name}_pkey";
        var index = oids.Of("index", $"{relation.Name}_pkey");
        var listed = string.Join(", ", relation.Key.Select(SystemTableNames.Quoted));
        var nums = relation.Key.Select(key => (short)(relation.Columns.ToList().FindIndex(column => column.Name == key) + 1)).ToArray();
        keys.Add(
            table, schema, index, oids.Of("constraint", $"{relation.Name}_pkey"), name, nums,
            $"CREATE UNIQUE INDEX {SystemTableNames.Quoted(name)} ON {SystemTableNames.Quoted(schemaName)}.{SystemTableNames.Quoted(relation.Name.Name)} USING btree ({listed})",
            $"PRIMARY KEY ({listed})");
        relations.Add(index, schema, schemaName, name, 'i', (short)nums.Length, 0, 0L, null, null, false, false, false);
    }

    private sealed record Relation(TableName Name, char Kind, IReadOnlyList<RelationColumn> Columns)
    {
        public double Rows { get; init; }

        public long? Bytes { get; init; }

        public string? Comment { get; init; }

        public string? Definition { get; init; }

        public bool Writable { get; init; }

        public IReadOnlyList<string> Key { get; init; } = [];
    }

    private sealed record RelationColumn(string Name, string Type, bool Required, string? Comment);
}
