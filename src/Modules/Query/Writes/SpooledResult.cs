using Apache.Arrow;
using Apache.Arrow.Types;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Public;

namespace Talentys.Query.Writes;

/// <summary>What RETURNING gives: columns of the rows that a statement found or made, which are kept until they are read.</summary>
internal sealed class SpooledResult : IEngineResult
{
    private readonly Spool spool;
    private readonly IEngineResult rows;

    private SpooledResult(Spool spool, IEngineResult rows) => (this.spool, this.rows) = (spool, rows);

    public Schema Schema => rows.Schema;

    /// <summary>Takes the spool, which goes with the result.</summary>
    /// <param name="spool">The rows.</param>
    /// <param name="returned">What is returned of them.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<SpooledResult> TakeAsync(Spool spool, Returned returned, CancellationToken cancellationToken)
    {
        // a star takes the places of rows too, and rows of other tables, which nobody asked for
        var columns = spool.Names.Select((name, i) => (name, i)).Skip(returned.First)
            .Where(one => one.name is not (RowEdits.FileColumn or RowEdits.PositionColumn or MergeWrite.Number)
                && !(spool.Columns[one.i].DataType is StructType && returned.Others.Contains(SqlText.Quote(one.name), StringComparer.OrdinalIgnoreCase)))
            .Select(one => $"{Spool.Column(one.i)} AS {SqlText.Quote(one.name)}");
        var one = returned.Once ? $" WHERE rowid IN (SELECT min(rowid) FROM {Spool.Table} GROUP BY {Spool.Column(0)}, {Spool.Column(1)})" : "";
        return new SpooledResult(spool, await spool.Connection.QueryAsync(
            $"SELECT {string.Join(", ", columns.DefaultIfEmpty("NULL AS none"))} FROM {Spool.Table}{one} ORDER BY rowid", [], cancellationToken));
    }

    public ValueTask<RecordBatch?> NextAsync(CancellationToken cancellationToken) => rows.NextAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await rows.DisposeAsync();
        await spool.DisposeAsync();
    }
}

/// <summary>What RETURNING gives of the rows that a statement found.</summary>
/// <param name="First">The first column that is returned.</param>
/// <param name="Others">Other tables whose rows stand beside as structs, in quotes.</param>
/// <param name="Once">A row of the table that was found several times is returned once.</param>
internal sealed record Returned(int First, IReadOnlyList<string> Others, bool Once = false);
