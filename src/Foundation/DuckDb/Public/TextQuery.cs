using Talentys.DuckDb.Results;
using Talentys.DuckDb.Statements;
using Talentys.DuckDb.Threads;
using Talentys.Kernel;

namespace Talentys.DuckDb.Public;

/// <summary>
/// A statement that makes one text of another, prepared once and asked often, by one caller at a time: reading and planning it anew
/// costs as much as a small answer. Whoever had a failure of it leaves it.
/// </summary>
public sealed class TextQuery : IDisposable
{
    private readonly DuckConnection connection;
    private readonly string sql;
    private nint prepared;

    /// <summary>Prepares a statement with the parameter <c>$1</c> on a connection, which then is its own.</summary>
    public TextQuery(DuckConnection connection, string sql)
    {
        (this.connection, this.sql) = (connection, sql);
        try
        {
            prepared = NativeStatements.Prepare(connection.Handle(), sql);
        }
        catch (FaultException)
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The first column of its first row, on a thread of the engine; null when there is none.</summary>
    public async Task<string?> AskAsync(string text, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(prepared == 0, this);
        using var guard = new StatementGuard(connection.Handle(), null);
        try
        {
            using var registration = guard.On(cancellationToken);
            return await EngineThreads.RunAsync(() => Ask(text));
        }
        catch (FaultException failure)
        {
            throw guard.Explain(failure, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeStatements.Destroy(ref prepared);
        connection.Dispose();
    }

    private string? Ask(string text)
    {
        ParameterSet.Of([text]).Bind(prepared);
        using var batches = ArrowBatches.Of(NativeResult.Execute(prepared, sql));
        using var batch = batches.Next();
        return batch is null ? null : ArrowValues.Row(batch, 0)[0] as string;
    }
}
