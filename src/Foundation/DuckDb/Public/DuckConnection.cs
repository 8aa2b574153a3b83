namespace Talentys.DuckDb.Public;

/// <summary>A connection. One statement at a time; a cancelled token interrupts it.</summary>
public sealed class DuckConnection : IDisposable
{
    /// <summary>Runs one or more statements and discards their rows.</summary>
    public Task ExecuteAsync(string sql, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Runs one statement and streams its rows as Arrow batches.</summary>
    public Task<IEngineResult> QueryAsync(string sql, IReadOnlyList<object?> parameters, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>Runs one statement and returns all rows as objects (long, double, decimal, string, bool, DateTime, byte[], List, Dictionary, null). For small results.</summary>
    public Task<IReadOnlyList<object?[]>> RowsAsync(string sql, IReadOnlyList<object?> parameters, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>The first column of the first row, converted; default when there is no row.</summary>
    public Task<T?> ScalarAsync<T>(string sql, IReadOnlyList<object?> parameters, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <inheritdoc/>
    public void Dispose() => throw new NotImplementedException();
}
