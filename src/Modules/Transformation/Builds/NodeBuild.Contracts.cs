using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Transformation.Manifests;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Builds;

/// <summary>Models whose contract is enforced: their columns are those that their properties tell, and their rows keep what these demand.</summary>
internal sealed partial class NodeBuild
{
    private bool HasContract => node.ResourceType == "model" && ManifestNode.HasContract(node.Draft);

    /// <summary>Builds it; a broken contract leaves what was there before.</summary>
    public void Build()
    {
        if (!HasContract)
        {
            Materialize();
            return;
        }

        var columns = ManifestNode.ColumnsOf(node.Draft).ToList();
        KeepColumns(columns);
        Materialize();
        if (node.Draft.Config.Text("materialized") is "table" or "incremental")
        {
            KeepRows(columns);
        }
    }

    private void KeepColumns(List<PyDict> columns)
    {
        if (ContractColumns.Untyped(columns) is { } untyped)
        {
            throw Broken(untyped, "Write name and data_type of each of its columns.");
        }

        var wanted = warehouse.Columns(ContractColumns.Statement(columns));
        var made = warehouse.Columns($"select * from (\n{Compile()}\n) as made");
        if (ContractColumns.Broken(columns, wanted, made) is { } broken)
        {
            throw Broken(broken, "Mend its SQL, or the columns of its properties.");
        }
    }

    /// <summary>Looks whether rows break a constraint. References to other tables are not looked at, as in dbt.</summary>
    private void KeepRows(List<PyDict> columns)
    {
        var table = plan.RelationOf(node);
        var constraints = columns.SelectMany(column => column.Dicts("constraints").Select(one => (Given: one, Columns: (IReadOnlyList<string>)[column.Text("name")!])))
            .Concat((node.Draft.Properties?.Keys.Dicts("constraints") ?? []).Select(one => (Given: one, Columns: Values.Texts(one.Get("columns")))));
        foreach (var (given, of) in constraints)
        {
            var kind = given.Text("type")?.ToLowerInvariant();
            var names = of.Select(SqlText.Quote).ToList();
            var empty = string.Join(" or ", names.Select(name => $"{name} is null"));
            var twice = $"select 1 from {table} where not ({empty}) group by {string.Join(", ", names)} having count(*) > 1";
            var sql = kind switch
            {
                "not_null" when names.Count > 0 => $"select 1 from {table} where {empty}",
                "unique" when names.Count > 0 => twice,
                "primary_key" when names.Count > 0 => $"select 1 from {table} where {empty} union all {twice}",
                "check" when given.Text("expression") is { } expression => $"select 1 from {table} where not ({expression})",
                _ => null,
            };
            if (sql is not null && warehouse.Ask($"select count(*) from ({sql})").Rows is [[long and > 0 and var count]])
            {
                var about = kind == "check" ? given.Text("expression") : string.Join(", ", of);
                throw Broken($"breaks its contract: {count:N0} {(count == 1 ? "row" : "rows")} against {kind} of {about}", "Mend its SQL: the table is as it was before.");
            }
        }
    }

    private FaultException Broken(string what, string mend) => new(ContractColumns.Fault(node, what, mend));
}
