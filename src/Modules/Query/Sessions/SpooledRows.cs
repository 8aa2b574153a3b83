using Apache.Arrow;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Query.Public;

namespace Talentys.Query.Sessions;

/// <summary>All rows of a statement, kept in a file until somebody reads them.</summary>
internal sealed class SpooledRows(SpooledResult kept, string id, string command) : IQueryRows
{
    public string Id => id;

    public string Command => command;

    public Schema Schema => kept.Schema;

    /// <summary>Takes all rows, which are disposed.</summary>
    public static async Task<SpooledRows> TakeAsync(IQueryRows rows, PlatformFolders folders, CancellationToken cancellationToken)
    {
        await using var taken = rows;
        var file = Path.Combine(folders.Cache, "results", $"script-{Ids.New()}.rows");
        return new SpooledRows(await SpooledResult.TakeAsync(rows.Schema, rows.NextAsync, file, cancellationToken), rows.Id, rows.Command);
    }

    public ValueTask<RecordBatch?> NextAsync(CancellationToken cancellationToken) => kept.NextAsync(cancellationToken);

    public ValueTask DisposeAsync() => kept.DisposeAsync();
}
