using Apache.Arrow;
using Talentys.DuckDb.Native;
using Talentys.DuckDb.Results;
using Talentys.DuckDb.Statements;
using Talentys.DuckDb.Threads;
using Talentys.DuckDb.Values;
using Talentys.Kernel;

namespace Talentys.DuckDb.Public;

/// <summary>
/// A connection. One statement at a time, on a thread of the engine; a cancelled token interrupts it. Failures of a
/// statement are <see cref="FaultException"/> with an <c>engine.*</c> code.
/// </summary>
public sealed class DuckConnection : IDisposable
{
    private readonly Action<DuckConnection> closed;
    private readonly Lock gate = new();
    private LocalResult? open;
    private nint handle;

    internal DuckConnection(nint handle, Action<DuckConnection> closed)
    {
        this.handle = handle;
        this.closed = closed;
    }

    /// <summary>
    /// How much of the statement that is running is done, from 0 to 1, as the engine estimates it; null while that is not
    /// known. Only after <see cref="TrackProgressAsync"/>; may be asked for on any thread.
    /// </summary>
    public double? Progress
    {
        get
        {
            lock (gate)
            {
                var percentage = handle == 0 ? -1 : DuckNative.QueryProgress(handle).Percentage;
                return percentage is >= 0 and <= 100 ? percentage / 100 : null;
            }
        }
    }

    /// <summary>Lets the engine estimate how far statements are.</summary>
    public Task TrackProgressAsync(CancellationToken cancellationToken) =>
        ExecuteAsync("set enable_progress_bar = true; set enable_progress_bar_print = false; set progress_bar_time = 0", cancellationToken);

    /// <summary>Runs one or more statements and discards their rows.</summary>
    public async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var result = await StartAsync(sql, ParameterSet.None, cancellationToken);
        while (await result.NextAsync(cancellationToken) is { } batch)
        {
            batch.Dispose();
        }
    }

    /// <summary>
    /// Runs one statement and streams its rows as Arrow batches. Read it to the end or dispose it before the next
    /// statement.
    /// </summary>
    public async Task<IEngineResult> QueryAsync(
        string sql, IReadOnlyList<object?> parameters, CancellationToken cancellationToken) =>
        await StartAsync(sql, ParameterSet.Of(parameters), cancellationToken);

    /// <summary>
    /// Runs one statement and returns all rows as objects: bool, long, decimal (string where it does not fit), double,
    /// string, DateOnly, TimeOnly, DateTime (UTC kind for TIMESTAMPTZ), byte[], object?[] for lists,
    /// Dictionary&lt;string, object?&gt; for structs and maps, null. For small results.
    /// </summary>
    public async Task<IReadOnlyList<object?[]>> RowsAsync(
        string sql, IReadOnlyList<object?> parameters, CancellationToken cancellationToken)
    {
        List<object?[]> rows = [];
        await using var result = await StartAsync(sql, ParameterSet.Of(parameters), cancellationToken);
        while (await result.NextAsync(cancellationToken) is { } batch)
        {
            using (batch)
            {
                for (var row = 0; row < batch.Length; row++)
                {
                    rows.Add(ArrowValues.Row(batch, row));
                }
            }
        }

        return rows;
    }

    /// <summary>The first column of the first row, converted; default when there is no row or it is null.</summary>
    public async Task<T?> ScalarAsync<T>(string sql, IReadOnlyList<object?> parameters, CancellationToken cancellationToken)
    {
        var rows = await RowsAsync(sql, parameters, cancellationToken);
        return rows.Count == 0 ? default : ValueConversion.To<T>(rows[0][0]);
    }

    /// <summary>
    /// The first column of the first row as text, on the calling thread: for small statements that cannot take long, where
    /// nobody can wait. Null when there is no row or it is null.
    /// </summary>
    public string? Text(string sql, IReadOnlyList<object?> parameters)
    {
        using var batches = ArrowBatches.Of(NativeStatements.Run(Handle(), sql, ParameterSet.Of(parameters)));
        using var batch = batches.Next();
        return batch is null ? null : ArrowValues.Row(batch, 0)[0] as string;
    }

    /// <summary>Appends a batch to a table whose columns are the batch's, in order and type.</summary>
    public Task AppendAsync(string table, RecordBatch batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var connection = Handle();
        return EngineThreads.RunAsync(() => ArrowAppend.Append(connection, table, batch));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            if (handle == 0)
            {
                return;
            }

            open?.Close();
        }

        Disconnect();
    }

    /// <summary>Closes the connection, whose statement has ended.</summary>
    internal void Disconnect()
    {
        lock (gate)
        {
            if (handle != 0)
            {
                DuckNative.Disconnect(ref handle);
                handle = 0;
                closed(this);
            }
        }
    }

    /// <summary>Runs statements on the calling thread.</summary>
    internal void Execute(string sql)
    {
        using var result = Run(sql);
        result.Drain();
    }

    /// <summary>Runs statements on the calling thread and gives the result of the last.</summary>
    internal NativeResult Run(string sql) => NativeStatements.Run(Handle(), sql, ParameterSet.None);

    /// <summary>Starts a statement on a thread of the engine.</summary>
    /// <param name="run">Runs it on the connection.</param>
    /// <param name="limit">Longest time until its last row is read.</param>
    /// <param name="ended">Called once when the statement has ended, or has failed to start.</param>
    /// <param name="cancellationToken">Interrupts it.</param>
    internal async Task<LocalResult> StartAsync(
        Func<nint, NativeResult> run, TimeSpan? limit, Action? ended, CancellationToken cancellationToken)
    {
        var connection = Handle();
        var guard = new StatementGuard(connection, limit);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var registration = guard.On(cancellationToken);
            var batches = await EngineThreads.RunAsync(() => ArrowBatches.Of(run(connection)));
            return open = new LocalResult(batches, guard, ended);
        }
        catch (Exception failure)
        {
            guard.Dispose();
            ended?.Invoke();
            if (failure is FaultException fault)
            {
                throw guard.Explain(fault, cancellationToken);
            }

            throw;
        }
    }

    /// <summary>Describes a statement on a thread of the engine; nothing of it is left when this returns.</summary>
    internal async Task<Schema> DescribeAsync(
        Func<nint, Schema> describe, TimeSpan? limit, Action ended, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var connection = Handle();
        using var guard = new StatementGuard(connection, limit);
        try
        {
            using var registration = guard.On(cancellationToken);
            return await EngineThreads.RunAsync(() => describe(connection));
        }
        catch (FaultException failure)
        {
            throw guard.Explain(failure, cancellationToken);
        }
        finally
        {
            ended();
        }
    }

    private Task<LocalResult> StartAsync(string sql, ParameterSet parameters, CancellationToken cancellationToken) =>
        StartAsync(connection => NativeStatements.Run(connection, sql, parameters), null, null, cancellationToken);

    /// <summary>The native connection, when no result of it is open.</summary>
    internal nint Handle()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(handle == 0, this);
            return open is null or { Ended: true }
                ? handle
                : throw new InvalidOperationException("The result of the previous statement is still open.");
        }
    }
}
