using Apache.Arrow;
using Apache.Arrow.Types;
using Talentys.DuckDb.Public;

namespace Talentys.Query.Writes;

/// <summary>What a statement that writes gives: one row of how many rows it changed.</summary>
internal sealed class CountResult(long count) : IEngineResult
{
    private bool given;

    public Schema Schema { get; } = new([new Field("Count", Int64Type.Default, nullable: true)], null);

    public ValueTask<RecordBatch?> NextAsync(CancellationToken cancellationToken)
    {
        if (given)
        {
            return ValueTask.FromResult<RecordBatch?>(null);
        }

        given = true;
        return ValueTask.FromResult<RecordBatch?>(new RecordBatch(Schema, [new Int64Array.Builder().Append(count).Build()], 1));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
