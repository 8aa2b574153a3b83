using System.Globalization;
using Talentys.Samples.Locales;
using Talentys.Samples.People;
using Talentys.Samples.Randomness;
using Talentys.Samples.Writing;

namespace Talentys.Samples.Company;

/// <summary>Makes the customers, each from its number alone. Faults sit at fixed numbers, so that they can be counted.</summary>
internal sealed class CustomerList(Plan plan, Tally tally)
{
    private static readonly Weights LocaleWeights = new([14, 24, 9, 4, 3, 3, 2, 2, 15, 2, 2, 1, 2, 1, 8, 6, 4, 3]);
    private static readonly string?[] Tiers = [null, null, null, "bronze", "bronze", "silver", "gold"];

    private readonly Dictionary<string, PersonMaker> makers = LocaleCatalog.Names.ToDictionary(
        name => name, name => new PersonMaker(LocaleCatalog.Get(name), 0x1CE, plan.Timeline.Start), StringComparer.Ordinal);

    /// <summary>The first eighteen have a locale each; the others by weight.</summary>
    public static string LocaleOf(int number)
    {
        var original = OriginalOf(number);
        return original <= LocaleCatalog.Names.Count
            ? LocaleCatalog.Names[original - 1]
            : LocaleCatalog.Names[LocaleWeights.Draw(new Rng("customer-locale", original))];
    }

    public static string CountryOf(int number) => LocaleCatalog.Get(LocaleOf(number)).Data.Country;

    /// <summary>Every fiftieth has signed up before, eleven numbers earlier.</summary>
    public static int OriginalOf(int number) => number % 50 == 37 ? number - 11 : number;

    public Customer Make(int number)
    {
        var original = OriginalOf(number);
        var locale = LocaleOf(number);
        var maker = makers[locale];
        var rng = maker.Start(original);
        var person = maker.Make(rng, original);
        return new Customer
        {
            Number = number,
            Locale = locale,
            Person = person,
            Email = Email(person, number),
            Country = Country(person, number),
            City = Counted(number % 30 == 11, "customers: trailing space in city") ? person.City + "  " : person.City,
            Phone = rng.Chance(0.1) ? null : person.Phone,
            PostalCode = rng.Chance(0.03) ? null : person.PostalCode,
            BirthDate = rng.Chance(0.15) ? null : person.BirthDate,
            SignUp = SignUp(number, rng),
            OptIn = rng.Chance(0.6),
            Tier = rng.Pick(Tiers),
        };
    }

    private string Email(Person person, int number)
    {
        if (Counted(OriginalOf(number) != number, "customers: the same person twice"))
        {
            return " " + CultureInfo.InvariantCulture.TextInfo.ToTitleCase(person.Email) + " ";
        }

        return Counted(number % 20 == 3, "customers: e-mail in capitals") ? person.Email.ToUpperInvariant() : person.Email;
    }

    private string Country(Person person, int number) => (number % 25) switch
    {
        7 when Counted(true, "customers: country code in mixed case") => person.Country.ToLower(CultureInfo.InvariantCulture),
        8 when Counted(true, "customers: country code in mixed case") => person.Country[..1] + person.Country[1..].ToLower(CultureInfo.InvariantCulture),
        _ => person.Country,
    };

    private string SignUp(int number, Rng rng)
    {
        var before = rng.Between(1, 1000);
        if (Counted(number % 400 is 19 or 33, "customers: impossible sign-up date"))
        {
            return number % 400 == 19 ? "31/02/2025" : "n/a";
        }

        return Text.Day(plan.SignUpDay(number) is { } day ? plan.Timeline.Date(day) : plan.Timeline.Start.AddDays(-before));
    }

    private bool Counted(bool planted, string fault)
    {
        if (planted)
        {
            tally.Fault(fault);
        }

        return planted;
    }
}
