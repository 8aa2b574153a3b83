namespace Talentys.Samples.Locales;

/// <summary>A locale, its names parsed.</summary>
internal sealed class Locale(string name, LocaleData data)
{
    public string Name { get; } = name;

    public LocaleData Data { get; } = data;

    public IReadOnlyList<LocalName> Female { get; } = [.. data.Female.Select(LocalName.Parse)];

    public IReadOnlyList<LocalName> Male { get; } = [.. data.Male.Select(LocalName.Parse)];

    public IReadOnlyList<LocalName> Family { get; } = [.. data.Family.Select(LocalName.Parse)];

    public IReadOnlyList<LocalName> FamilyFemale { get; } = [.. (data.FamilyFemale ?? data.Family).Select(LocalName.Parse)];

    public IReadOnlyList<City> Cities { get; } = [.. data.Cities.Select(City.Parse)];
}

/// <summary>A city and the pattern of its postal codes.</summary>
internal sealed record City(string Name, string Postal)
{
    public static City Parse(string text)
    {
        var bar = text.IndexOf('|', StringComparison.Ordinal);
        return new City(text[..bar], text[(bar + 1)..]);
    }
}
