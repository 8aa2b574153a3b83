namespace Talentys.Jinja.Public;

/// <summary>What a run of templates may use.</summary>
public sealed record JinjaLimits
{
    /// <summary>Macros, callers and templates within each other.</summary>
    public int Depth { get; init; } = 300;

    /// <summary>Characters that are written in all.</summary>
    public long Output { get; init; } = 100_000_000;

    /// <summary>Steps: turns of loops and calls.</summary>
    public long Steps { get; init; } = 50_000_000;
}
