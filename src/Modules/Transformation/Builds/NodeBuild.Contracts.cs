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
        var untyped = columns.Where(column => column.Text("data_type") is null).Select(column => column.Text("name")).ToList();
        if (columns.Count == 0 || untyped.Count > 0)
        {
            throw Broken(
                columns.Count == 0 ? "has an enforced contract and no columns" : $"has an enforced contract and no data_type for {string.Join(", ", untyped)}", "Write name and data_type of each of its columns.");
        }

        var wanted = warehouse.Columns("select " + string.Join(", ", columns.Select(column => $"cast(null as {column.Text("data_type")}) as {SqlText.Quote(column.Text("name")!)}")));
        var made = warehouse.Columns($"select * from (\n{Compile()}\n) as made");
        var faults = new List<string>();
        foreach (var (column, told) in wanted.Zip(columns))
        {
            var same = made.FirstOrDefault(one => string.Equals(one.Name, column.Name, StringComparison.OrdinalIgnoreCase));
            if (same is null)
            {
                faults.Add($"{column.Name} is missing in its SQL");
            }
            else if (same.Type != column.Type && !(IsOfAnySize(told.Text("data_type")!) && Family(same.Type) == Family(column.Type)))
            {
                faults.Add($"{column.Name} is {same.Type} and not {column.Type}");
            }
        }

        faults.AddRange(made.Where(one => wanted.All(column => !string.Equals(one.Name, column.Name, StringComparison.OrdinalIgnoreCase))).Select(one => $"{one.Name} is missing in the contract"));
        if (faults.Count > 0)
        {
            throw Broken($"breaks its contract: {string.Join("; ", faults)}", "Mend its SQL, or the columns of its properties.");
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

    private FaultException Broken(string what, string mend) => new(Fault.Failed("dbt.contract_broken", $"The model {node.Name} {what}.", node.Draft.Properties?.File ?? node.File, mend));

    /// <summary>Whether a type is written without the size that it could have.</summary>
    private static bool IsOfAnySize(string type) => !type.Contains('(', StringComparison.Ordinal);

    private static string Family(string type) => type.Split('(')[0];
}
