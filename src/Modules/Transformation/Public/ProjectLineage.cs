using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Query.Public;
using Talentys.Transformation.Analysis;
using Talentys.Transformation.Builds;
using Talentys.Transformation.Projects;

namespace Talentys.Transformation.Public;

/// <summary>Where the columns of a project come from and what hangs on them, by its files alone.</summary>
public sealed class ProjectLineage : IDisposable
{
    private readonly SqlBinder binder = new();
    private readonly ColumnGraph graph;

    private ProjectLineage(BuildPlan plan) => graph = new ColumnGraph(plan, binder);

    /// <summary>Models whose SQL is not known before a build, and why: nothing goes through them here.</summary>
    public IReadOnlyList<(DbtNode Node, string Why)> Unread => graph.Unread;

    /// <summary>Reads a project; faults of single models do not end it.</summary>
    public static async Task<ProjectLineage> ReadAsync(DbtOrder order, CancellationToken cancellationToken)
    {
        var project = DbtProject.Read(order with { Notes = new ReadingNotes() }, cancellationToken);
        var lineage = new ProjectLineage(new BuildPlan(project, new BuildRequest("run")));
        try
        {
            await lineage.graph.ReadAsync(cancellationToken);
            return lineage;
        }
        catch (Exception)
        {
            lineage.Dispose();
            throw;
        }
    }

    /// <summary>What a column, or a whole node, comes from.</summary>
    /// <param name="asset"><c>model</c>, <c>model.column</c>, <c>source.table.column</c>.</param>
    /// <exception cref="FaultException">There is no such node or column.</exception>
    public IReadOnlyList<LineageStep> Upstream(string asset) => graph.Find(asset) is var (node, column) && column is null ? graph.NodesAbove(node) : graph.Above(node, column!);

    /// <summary>What hangs on it: columns, rows, tests, exposures.</summary>
    /// <param name="asset">As for <see cref="Upstream"/>.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="FaultException">There is no such node or column.</exception>
    public async Task<IReadOnlyList<LineageStep>> DownstreamAsync(string asset, CancellationToken cancellationToken) =>
        graph.Find(asset) is var (node, column) && column is null ? graph.NodesBelow(node) : await graph.BelowAsync(node, column!, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => binder.Dispose();
}

/// <summary>One step of lineage.</summary>
/// <param name="Target">The column, or what has no columns: <c>orders.total</c>, <c>exposure.shop.dashboard</c>.</param>
/// <param name="Sources">The columns that it takes, of those that were asked for.</param>
/// <param name="Kind">
/// <c>copied</c>, <c>computed</c>, <c>aggregated</c>; <c>filtered</c>, <c>joined</c>, <c>grouped</c>, <c>ordered</c>: only the rows hang on it; <c>tested</c>; <c>used</c>; of whole nodes <c>reads</c>.
/// </param>
/// <param name="Node">The node that does it.</param>
public sealed record LineageStep(string Target, IReadOnlyList<string> Sources, string Kind, DbtNode Node);
