using System.Net;

namespace Talentys.Gateway.Public;

/// <summary>Where the PostgreSQL protocol is served; known once the host has started.</summary>
public sealed class PostgresAddress
{
    /// <summary>The address; null when nobody listens.</summary>
    public IPEndPoint? Current { get; internal set; }

    /// <summary>Why nobody listens although nothing forbids it; null otherwise.</summary>
    public string? Problem { get; internal set; }
}
