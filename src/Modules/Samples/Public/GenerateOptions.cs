namespace Talentys.Samples.Public;

/// <summary>What made-up persons are wanted.</summary>
/// <param name="Locale">One of <see cref="Generator.Locales"/>.</param>
/// <param name="Rows">How many, 0 to <see cref="Generator.MostRows"/>.</param>
/// <param name="Format">One of <see cref="Generator.Formats"/>.</param>
/// <param name="Today">Birth dates and sign-ups lie before it.</param>
public sealed record GenerateOptions(string Locale, long Rows, string Format, DateOnly Today)
{
    /// <summary>The same seed gives the same persons.</summary>
    public ulong Seed { get; init; } = 1;
}
