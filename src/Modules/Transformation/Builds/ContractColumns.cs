using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Transformation.Public;
using Talentys.Transformation.Relations;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Builds;

/// <summary>The columns of an enforced contract, beside those that a model's SQL gives.</summary>
internal static class ContractColumns
{
    /// <summary>What keeps a contract from being held against anything; null when nothing does.</summary>
    public static string? Untyped(IReadOnlyList<PyDict> columns)
    {
        var untyped = columns.Where(column => column.Text("data_type") is null).Select(column => column.Text("name")).ToList();
        return columns.Count == 0 ? "has an enforced contract and no columns" : untyped.Count > 0 ? $"has an enforced contract and no data_type for {string.Join(", ", untyped)}" : null;
    }

    /// <summary>A statement that gives these columns, so that the engine says their types in its words.</summary>
    public static string Statement(IReadOnlyList<PyDict> columns) =>
        "select " + string.Join(", ", columns.Select(column => $"cast(null as {column.Text("data_type")}) as {SqlText.Quote(column.Text("name")!)}"));

    /// <summary>How the columns of a model break its contract; null when they do not.</summary>
    /// <param name="columns">The columns of the contract.</param>
    /// <param name="wanted">The same with the engine's types.</param>
    /// <param name="made">What the model's SQL gives.</param>
    public static string? Broken(IReadOnlyList<PyDict> columns, IReadOnlyList<RelationColumn> wanted, IReadOnlyList<RelationColumn> made)
    {
        var faults = new List<string>();
        foreach (var (column, told) in wanted.Zip(columns))
        {
            var same = made.FirstOrDefault(one => string.Equals(one.Name, column.Name, StringComparison.OrdinalIgnoreCase));
            if (same is null)
            {
                faults.Add($"{column.Name} is missing in its SQL");
            }
            else if (same.Type.Length > 0 && same.Type != column.Type && !(IsOfAnySize(told.Text("data_type")!) && Family(same.Type) == Family(column.Type)))
            {
                faults.Add($"{column.Name} is {same.Type} and not {column.Type}");
            }
        }

        faults.AddRange(made.Where(one => wanted.All(column => !string.Equals(one.Name, column.Name, StringComparison.OrdinalIgnoreCase))).Select(one => $"{one.Name} is missing in the contract"));
        return faults.Count == 0 ? null : $"breaks its contract: {string.Join("; ", faults)}";
    }

    /// <summary>The fault of a broken contract.</summary>
    public static Fault Fault(DbtNode node, string what, string mend) => Kernel.Fault.Failed("dbt.contract_broken", $"The model {node.Name} {what}.", node.Draft.Properties?.File ?? node.File, mend);

    /// <summary>Whether a type is written without the size that it could have.</summary>
    private static bool IsOfAnySize(string type) => !type.Contains('(', StringComparison.Ordinal);

    private static string Family(string type) => type.Split('(')[0];
}
