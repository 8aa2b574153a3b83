namespace Talentys.Samples.Company;

/// <summary>A visit of the web shop.</summary>
internal sealed record Session
{
    public required string Id { get; init; }

    public required string Visitor { get; init; }

    /// <summary>0: not signed in.</summary>
    public required int Customer { get; init; }

    public required string Country { get; init; }

    public required string Device { get; init; }

    public required string Channel { get; init; }

    /// <summary>The order it ended with.</summary>
    public required Order? Order { get; init; }

    public required IReadOnlyList<WebEvent> Events { get; init; }
}
