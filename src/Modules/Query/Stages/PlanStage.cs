using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Listings;
using Talentys.Query.Syntax;

namespace Talentys.Query.Stages;

/// <summary>
/// Chooses the files that can have what the statement asks of each table, and answers from the table's metadata what can be
/// told without its files. A table of few files is read whole, so that statements share its view.
/// </summary>
internal sealed class PlanStage(ILake lake, SqlParser parser, CreateListing creates) : IQueryStage
{
    public async Task RunAsync(QueryInFlight query, CancellationToken cancellationToken)
    {
        if (query.Text.ShowsCreate)
        {
            query.Composed = await creates.ComposeAsync(query, cancellationToken);
        }

        if (query.Composed is not null || await FiguresAsync(query, cancellationToken))
        {
            return;
        }

        var scans = new Dictionary<LakeTable, TableScan>(ReferenceEqualityComparer.Instance);
        foreach (var table in query.References.GroupBy(bound => bound.Table, ReferenceEqualityComparer.Instance))
        {
            // a table that is named several times has one view: with the files that any of the names needs
            var bound = table.ToList();
            var filters = bound.Select(one => query.Restricted.TryGetValue(one, out var access) ? Shown(one.Reference.Filter, access) : one.Reference.Filter);
            scans[bound[0].Table] = await lake.PlanAsync(bound[0].Table, [.. filters.Distinct()], cancellationToken);
        }

        query.Scans = scans;
    }

    /// <summary>
    /// Answers <c>select count(*), min(day) from t</c>. Where a policy hides rows or values from the principal, the figures that it
    /// sees are not the table's.
    /// </summary>
    private async Task<bool> FiguresAsync(QueryInFlight query, CancellationToken cancellationToken)
    {
        if (query.IsGuarded || query.Facts.Figures is not { } figures || query.References is not [{ Table: { ManyFiles: true } table }] || query.Text.BodyStart > 0)
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

    /// <summary>
    /// What is asked of columns whose true values are shown. Files are chosen by true values: a condition on a masked column
    /// must not choose, or the rows that are missing would tell of them.
    /// </summary>
    private static ScanFilter Shown(ScanFilter filter, TableAccess access) => filter switch
    {
        ScanFilter.All all => new ScanFilter.All([.. all.Parts.Select(part => Shown(part, access))]),
        ScanFilter.Any any => new ScanFilter.Any([.. any.Parts.Select(part => Shown(part, access))]),
        ScanFilter.Condition condition when !access.IsPlain(condition.Column) => ScanFilter.Everything,
        _ => filter,
    };
}
