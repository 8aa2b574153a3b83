using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Query.Public;
using Talentys.Transformation.Assessment;
using Talentys.Transformation.Builds;
using Talentys.Transformation.Manifests;
using Talentys.Transformation.Parsing;
using Talentys.Transformation.Public;
using Talentys.Transformation.Relations;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Analysis;

/// <summary>
/// Looks at the chosen nodes before anything is built: each is rendered once and bound against the columns that the nodes above it will have, and the
/// tables that are there. What cannot be known beforehand is passed over, so that nothing is told that a build would not tell.
/// </summary>
internal sealed class BuildCheck(BuildPlan plan, SqlBinder binder, KnownRelations known)
{
    private readonly LooseReader reader = new(plan, binder, known);
    private readonly HashSet<string> chosen = plan.Nodes.Select(node => node.UniqueId).ToHashSet(StringComparer.Ordinal);

    /// <summary>What was found, with the nodes that it is of.</summary>
    public List<(DbtNode Node, Fault Fault)> Faults { get; } = [];

    /// <summary>Looks at all nodes, in the order of the graph.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // what is above another has less above itself
        foreach (var node in plan.Nodes.OrderBy(node => plan.Above(node).Count).ThenBy(node => node.UniqueId, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var columns = node.ResourceType switch
            {
                "seed" => KnownRelations.OfSeed(node),
                "model" or "test" when node.Draft.Config.Text("static_analysis") is not ("off" or "False") && !IsPlain(node) => await ReadAsync(node, cancellationToken),
                _ => null,
            };
            if (node.ResourceType is "model" or "seed" or "snapshot")
            {
                known.Put(plan.RelationOf(node), columns);
            }
        }
    }

    private async Task<IReadOnlyList<(string Column, string Type)>?> ReadAsync(DbtNode node, CancellationToken cancellationToken)
    {
        if (PythonModel.Is(node.File))
        {
            Faults.Add((node, PythonModel.Fault(node.File)));
            return null;
        }

        var reading = await reader.ReadAsync(node, null, cancellationToken);
        if (reading is not { Asked: null, Binding: { } binding })
        {
            return null; // its turn comes: then the lake answers, and what is wrong is told with all that led there
        }

        var columns = reader.Kept(node, reading);
        if (node.Draft.Config.Get("pre_hook") is PyList { Count: > 0 })
        {
            return columns; // what the hook changes may be what is missing
        }

        // of what a materialisation of the project makes of the SQL, only its names are certain
        var isOwn = node.ResourceType == "model" && !LooseReader.IsPlain(node);
        var found = binding.Findings.Where(finding => !isOwn || finding.Kind == SqlFindingKind.Name).Select(finding => (node, SourcePlace.Of(Fault(finding), node, reading.Sql, reading.Sql, 0))).Distinct().ToList();
        Faults.AddRange(found);
        if (found.Count == 0 && node.ResourceType == "model" && ManifestNode.HasContract(node.Draft) && binding.Columns is { } made && await BrokenAsync(node, made, cancellationToken) is { } broken)
        {
            Faults.Add((node, ContractColumns.Fault(node, broken, "Mend its SQL, or the columns of its properties.")));
            return null;
        }

        return found.Count == 0 ? columns : null;
    }

    private static Fault Fault(SqlFinding finding) => finding.Kind switch
    {
        SqlFindingKind.Function => Kernel.Fault.Invalid("query.function_denied", $"The function {finding.Name} may not be called.", finding.Place, ForeignDialects.Function(finding.Name)?.Mend ?? finding.Mend ?? "The functions that may be called are listed in the guide, under Query."),
        SqlFindingKind.Name => Kernel.Fault.Invalid("query.column_not_found", finding.Message, finding.Place, finding.Mend),
        _ => Kernel.Fault.Invalid("engine.sql_error", finding.Message, finding.Place, finding.Mend),
    };

    private async Task<string?> BrokenAsync(DbtNode node, IReadOnlyList<(string Column, string Type)> made, CancellationToken cancellationToken)
    {
        var columns = ManifestNode.ColumnsOf(node.Draft).ToList();
        return ContractColumns.Untyped(columns) is null && await binder.BindAsync(ContractColumns.Statement(columns), LineageCatalog.Empty, cancellationToken) is { Findings.Count: 0, Columns: { } wanted }
            ? ContractColumns.Broken(columns, Typed(wanted), Typed(made)) : null;
    }

    private static List<RelationColumn> Typed(IReadOnlyList<(string Column, string Type)> columns) => columns.Select(column => new RelationColumn(column.Column, column.Type)).ToList();

    /// <summary>Whether it is a test that every column passes through the binder, at a column that is there: the engine need not be asked.</summary>
    private bool IsPlain(DbtNode node) => node is { TestName: "not_null" or "unique", AttachedTo: { } at } && chosen.Contains(at) && node.Draft.Test is { Space: null, Given: var given }
        && node.Draft.Config.Get("where") is null && plan.Project.Context.Macros.Owner(null, "test_" + node.TestName) == MacroTable.Own
        && given.Get("column_name") is string column && known.Columns(plan.RelationOf(plan.ById[at]))?.Any(one => string.Equals(one.Column, column, StringComparison.OrdinalIgnoreCase)) == true;
}
