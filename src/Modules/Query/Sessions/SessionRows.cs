using Apache.Arrow;
using Talentys.Query.Public;

namespace Talentys.Query.Sessions;

/// <summary>Rows of a statement in a transaction, which is not idle while they are on their way.</summary>
internal sealed class SessionRows(IQueryRows rows, QuerySession.Begun begun) : IQueryRows
{
    private bool ended;

    public string Id => rows.Id;

    public string Command => rows.Command;

    public Schema Schema => rows.Schema;

    public ValueTask<RecordBatch?> NextAsync(CancellationToken cancellationToken) => rows.NextAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await rows.DisposeAsync();
        if (!ended)
        {
            ended = true;
            Interlocked.Decrement(ref begun.Reading);
            begun.Rest();
        }
    }
}
