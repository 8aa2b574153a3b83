using System.Globalization;

namespace Talentys.Samples.Company;

/// <summary>A store. Weight is its share of the sales of all stores; years are those it is older than the data.</summary>
internal sealed record Store(int Number, string City, string Country, string Latitude, string Longitude, int Weight, int Years)
{
    public string Id { get; } = string.Create(CultureInfo.InvariantCulture, $"S{Number:00}");

    public static IReadOnlyList<Store> All { get; } =
    [
        new(1, "Paris Marais", "FR", "48.8589", "2.3601", 12, 21), new(2, "Paris Batignolles", "FR", "48.8867", "2.3176", 8, 14),
        new(3, "Lyon", "FR", "45.7640", "4.8357", 8, 17), new(4, "Marseille", "FR", "43.2965", "5.3698", 6, 9),
        new(5, "Bordeaux", "FR", "44.8378", "-0.5792", 6, 11), new(6, "Lille", "FR", "50.6292", "3.0573", 5, 8),
        new(7, "Nantes", "FR", "47.2184", "-1.5536", 5, 7), new(8, "Strasbourg", "FR", "48.5734", "7.7521", 4, 6),
        new(9, "Berlin", "DE", "52.5200", "13.4050", 6, 8), new(10, "Hamburg", "DE", "53.5511", "9.9937", 4, 5),
        new(11, "München", "DE", "48.1351", "11.5820", 6, 7), new(12, "Köln", "DE", "50.9375", "6.9603", 4, 4),
        new(13, "Milano", "IT", "45.4642", "9.1900", 6, 6), new(14, "Roma", "IT", "41.9028", "12.4964", 5, 5),
        new(15, "Torino", "IT", "45.0703", "7.6869", 3, 2), new(16, "Madrid", "ES", "40.4168", "-3.7038", 6, 6),
        new(17, "Barcelona", "ES", "41.3874", "2.1686", 6, 5), new(18, "Valencia", "ES", "39.4699", "-0.3763", 3, 2),
        new(19, "Amsterdam", "NL", "52.3676", "4.9041", 5, 4), new(20, "Utrecht", "NL", "52.0907", "5.1214", 3, 3),
        new(21, "London", "GB", "51.5074", "-0.1278", 8, 9), new(22, "Edinburgh", "GB", "55.9533", "-3.1883", 3, 3),
        new(23, "Manchester", "GB", "53.4808", "-2.2426", 4, 2), new(24, "Bristol", "GB", "51.4545", "-2.5879", 3, 2),
    ];
}
