using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Syntax;

namespace Talentys.Query.Stages;

/// <summary>
/// Chooses the files that can have what the statement asks of each table, and answers from the table's metadata what can be
/// told without its files. A table of few files is read whole, so that statements share its view.
/// </summary>
internal sealed class PlanStage(ILake lake, SqlParser parser) : IQueryStage
{
    public async Task RunAsync(QueryInFlight query, CancellationToken cancellationToken)
    {
        if (query.Composed is not null || await FiguresAsync(query, cancellationToken))
        {
            return;
        }

        var scans = new Dictionary<LakeTable, TableScan>(ReferenceEqualityComparer.Instance);
        foreach (var table in query.References.GroupBy(bound => bound.Table, ReferenceEqualityComparer.Instance))
        {
            // a table that is named several times has one view: with the files that any of the names needs
            var bound = table.ToList();
            scans[bound[0].Table] = await lake.PlanAsync(bound[0].Table, [.. bound.Select(one => one.Reference.Filter).Distinct()], cancellationToken);
        }

        query.Scans = scans;
    }

    /// <summary>
    /// Answers <c>select count(*), min(day) from t</c>. There are no access policies yet: where rows of a table are hidden from
    /// the principal, or values of a column masked, its figures are not the table's.
    /// </summary>
    private async Task<bool> FiguresAsync(QueryInFlight query, CancellationToken cancellationToken)
    {
        if (query.Facts.Figures is not { } figures || query.References is not [{ Table: { ManyFiles: true } table }] || query.Text.BodyStart > 0)
        {
            return false;
        }

        var keywords = await parser.KeywordsAsync(cancellationToken);
        var names = figures.Select(figure => figure.Name(keywords)).ToList();
        if (names.Contains(null) || await lake.FiguresAsync(table, [.. figures.Select(figure => figure.Figure)], cancellationToken) is not { } values)
        {
            return false;
        }

        query.Composed = $"SELECT {string.Join(", ", values.Zip(names, (value, name) => $"{value} AS {SqlText.Quote(name!)}"))}";
        return true;
    }
}
