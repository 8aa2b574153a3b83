namespace Talentys.Samples.Public;

/// <summary>Which edition of the sample company is made.</summary>
/// <param name="Today">The day that counts as today; the data ends on the day before.</param>
/// <param name="Scale">Size: 1 is about 1,000,000 web events, 200,000 order lines and 5,000 customers. From 0.01 to 100.</param>
public sealed record SampleOptions(DateOnly Today, double Scale)
{
    /// <summary>Replace a sample project that is already in the folder; any other project is never touched.</summary>
    public bool Replace { get; init; }
}
