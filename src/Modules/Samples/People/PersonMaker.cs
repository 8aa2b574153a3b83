using System.Globalization;
using Talentys.Samples.Locales;
using Talentys.Samples.Randomness;

namespace Talentys.Samples.People;

/// <summary>Makes persons of a locale, each from its own number, so that any can be made again alone.</summary>
internal sealed class PersonMaker(Locale locale, ulong seed, DateOnly today)
{
    private static readonly string[] Domains = ["example.com", "example.org", "example.net", "mail.example", "post.example"];

    private readonly string purpose = "person/" + locale.Name;

    public Locale Locale => locale;

    public DateOnly Today => today;

    /// <summary>The stream that <see cref="Make"/> has used and that gives the person's further columns.</summary>
    public Rng Start(long number) => new(purpose, (long)seed, number);

    public Person Make(Rng rng, long number)
    {
        var data = locale.Data;
        var woman = rng.Chance(0.54);
        var given = rng.Pick(woman ? locale.Female : locale.Male);
        var family = rng.Pick(woman ? locale.FamilyFemale : locale.Family);
        var city = rng.Pick(locale.Cities);
        var street = data.Street
            .Replace("{street}", rng.Pick(data.Streets), StringComparison.Ordinal)
            .Replace("{n}", Number(rng.Between(1, 180)), StringComparison.Ordinal)
            .Replace("{a}", Number(rng.Between(1, 9)), StringComparison.Ordinal)
            .Replace("{b}", Number(rng.Between(1, 29)), StringComparison.Ordinal);
        return new Person
        {
            GivenName = given.Native,
            FamilyName = family.Native,
            Name = data.FullName
                .Replace("{given}", given.Native, StringComparison.Ordinal)
                .Replace("{family}", family.Native, StringComparison.Ordinal),
            Email = $"{given.Latin}.{family.Latin}{Number(number)}@{rng.Pick(Domains)}",
            Phone = rng.Fill(rng.Pick(data.Phones)),
            Street = street,
            City = city.Name,
            PostalCode = rng.Fill(city.Postal),
            Country = data.Country,
            BirthDate = today.AddDays(-rng.Between(18 * 366, 85 * 365)),
        };
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
