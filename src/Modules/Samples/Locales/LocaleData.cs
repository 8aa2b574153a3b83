namespace Talentys.Samples.Locales;

/// <summary>What persons of a locale are made of. Patterns are those of <see cref="Randomness.Rng.Fill"/>.</summary>
internal sealed class LocaleData
{
    /// <summary>ISO 3166 code of the country whose addresses and phones are used.</summary>
    public required string Country { get; init; }

    /// <summary>Script of the names.</summary>
    public required string Script { get; init; }

    /// <summary>Order of <c>{given}</c> and <c>{family}</c>.</summary>
    public required string FullName { get; init; }

    /// <summary>Street line of <c>{street}</c>, the house number <c>{n}</c> and block numbers <c>{a}</c>, <c>{b}</c>.</summary>
    public required string Street { get; init; }

    public required IReadOnlyList<string> Phones { get; init; }

    /// <summary>Country code, <c>00</c> for the check digits, then the pattern of the account.</summary>
    public required string Iban { get; init; }

    public required IReadOnlyList<string> Female { get; init; }

    public required IReadOnlyList<string> Male { get; init; }

    public required IReadOnlyList<string> Family { get; init; }

    /// <summary>Family names of women, by the same index, where they differ.</summary>
    public IReadOnlyList<string>? FamilyFemale { get; init; }

    /// <summary>Name and pattern of the postal code, parted by a bar.</summary>
    public required IReadOnlyList<string> Cities { get; init; }

    public required IReadOnlyList<string> Streets { get; init; }
}
