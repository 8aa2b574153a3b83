namespace Talentys.Lake.Public;

/// <summary>Which version of a table is meant.</summary>
public abstract record TableAt
{
    private TableAt()
    {
    }

    /// <summary>What readers see now.</summary>
    public static TableAt Current { get; } = new Latest();

    /// <summary>The version of a number, or the current one for null.</summary>
    public static TableAt Of(long? number) => number is { } version ? new Number(version) : Current;

    /// <summary>What readers see now.</summary>
    public sealed record Latest : TableAt;

    /// <summary>The version of a number.</summary>
    public sealed record Number(long Version) : TableAt;

    /// <summary>What readers saw at a moment: the last version that was current at or before it.</summary>
    public sealed record Time(DateTimeOffset Moment) : TableAt;

    /// <summary>Where a branch or tag is.</summary>
    public sealed record Reference(string Name) : TableAt;
}
