using Apache.Arrow;
using Talentys.Query.Public;

namespace Talentys.Query.Sessions;

/// <summary>The answer of a text of several statements, with the session that it may still be read in.</summary>
internal sealed class ScriptRows(string id, IQueryRows rows, IQuerySession session, Action ended) : IQueryRows
{
    public string Id => id;

    public string Command => rows.Command;

    public Schema Schema => rows.Schema;

    public ValueTask<RecordBatch?> NextAsync(CancellationToken cancellationToken) => rows.NextAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await rows.DisposeAsync();
        await session.DisposeAsync();
        ended();
    }
}
