using Apache.Arrow;
using Talentys.Query.Public;

namespace Talentys.Query.Sessions;

/// <summary>The answer of a text that gives none.</summary>
internal sealed class NoRows(string id, string command) : IQueryRows
{
    public string Id => id;

    public string Command => command;

    public Schema Schema { get; } = new([], null);

    public ValueTask<RecordBatch?> NextAsync(CancellationToken cancellationToken) => ValueTask.FromResult<RecordBatch?>(null);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
