namespace Talentys.Web;

/// <summary>How requests are taken.</summary>
public sealed class WebOptions
{
    /// <summary>Environment of requests that name none.</summary>
    public string DefaultEnvironment { get; set; } = Kernel.Scope.DefaultEnvironment;

    /// <summary>Longest request body in bytes, where an endpoint sets no other.</summary>
    public long MaxBodyBytes { get; set; } = 32L << 20;

    /// <summary>Host names under which the server is reached besides this machine's own; needed behind a proxy.</summary>
    public IList<string> KnownHosts { get; } = [];
}
