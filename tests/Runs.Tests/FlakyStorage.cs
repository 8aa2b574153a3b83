using Talentys.Storage;

namespace Talentys.Runs.Tests;

/// <summary>A database that a test can make unreachable.</summary>
internal sealed class FlakyStorage(IPlatformDbFactory inner) : IPlatformDbFactory
{
    private volatile bool broken;

    public bool Broken
    {
        get => broken;
        set => broken = value;
    }

    public PlatformDb Create() => broken ? throw new InvalidOperationException("The database is away.") : inner.Create();
}
