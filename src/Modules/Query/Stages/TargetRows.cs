using Talentys.Lake.Public;
using Talentys.Query.Statements;
using Talentys.Query.Syntax;

namespace Talentys.Query.Stages;

/// <summary>The table that a statement changes, as the query that finds out its rows reads it.</summary>
/// <param name="places">Where its name stands in that query.</param>
/// <param name="open">Opens it with the places of its rows.</param>
internal sealed class TargetRows(IReadOnlyList<SqlSpan> places, Func<ScanFilter, CancellationToken, Task<LakeTable>> open)
{
    private LakeTable? opened;

    /// <summary>Where a reference stands that means it; null for others.</summary>
    public SqlSpan? PlaceOf(StatementText text, TableReference reference)
    {
        if (reference.Location is not { } location)
        {
            return null;
        }

        var at = text.IndexOfByte(location);
        return places.Where(place => place.Start == at).Cast<SqlSpan?>().FirstOrDefault();
    }

    /// <summary>Opens it; where it is named several times all its rows, and once.</summary>
    public async Task<LakeTable> OpenAsync(ScanFilter filter, CancellationToken cancellationToken) =>
        opened ??= await open(places.Count > 1 ? ScanFilter.Everything : filter, cancellationToken);
}
