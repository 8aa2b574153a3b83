namespace Talentys.DuckDb.Public;

/// <summary>One instance of the engine in this process. Thread-safe; connections are not.</summary>
public sealed class DuckInstance : IDisposable
{
    /// <summary>Opens an instance.</summary>
    public static DuckInstance Open(DuckOptions options) => throw new NotImplementedException();

    /// <summary>A connection, from a pool; disposing gives it back.</summary>
    public DuckConnection Connect() => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Dispose() => throw new NotImplementedException();
}
