using System.Globalization;
using System.Text.Json;
using Talentys.Samples.Locales;
using Talentys.Samples.People;
using Talentys.Samples.Randomness;
using Talentys.Samples.Writing;

namespace Talentys.Samples.Company;

/// <summary>Writes <c>suppliers.json</c>.</summary>
internal static class Suppliers
{
    public const int Count = 40;

    private static readonly string[] Words = ["Atelier", "Manufacture", "Werkstatt", "Officina", "Fábrica", "Studio", "Maison", "Workshop"];
    private static readonly string[] Locales = ["fr", "fr", "de", "it", "es", "pt", "nl", "en", "pl", "sv"];

    public static string Id(int index) => string.Create(CultureInfo.InvariantCulture, $"SUP-{index + 1:000}");

    public static async Task WriteAsync(string folder, DateOnly start, Tally tally, CancellationToken cancellationToken)
    {
        await using var file = File.Create(Path.Combine(folder, "suppliers.json"));
        await using var json = new Utf8JsonWriter(file, JsonText.Indented);
        json.WriteStartArray();
        for (var index = 0; index < Count; index++)
        {
            Write(json, index, start);
            tally.Row("erp.suppliers");
        }

        json.WriteEndArray();
        await json.FlushAsync(cancellationToken);
    }

    private static void Write(Utf8JsonWriter json, int index, DateOnly start)
    {
        var rng = new Rng("supplier", index);
        var maker = new PersonMaker(LocaleCatalog.Get(rng.Pick(Locales)), 0x5AB, start);
        var person = maker.Make(rng, index + 1);
        json.WriteStartObject();
        json.WriteString("supplier_id", Id(index));
        json.WriteString("name", $"{rng.Pick(Words)} {person.FamilyName}");
        json.WriteString("country", person.Country);
        json.WriteStartObject("contact");
        json.WriteString("name", person.Name);
        json.WriteString("email", person.Email);
        json.WriteString("phone", person.Phone);
        json.WriteEndObject();
        json.WriteNumber("lead_time_days", rng.Between(5, 60));
        json.WriteStartArray("certificates");
        foreach (var certificate in (string[])["FSC", "OEKO-TEX", "ISO 9001"])
        {
            if (rng.Chance(0.4))
            {
                json.WriteStringValue(certificate);
            }
        }

        json.WriteEndArray();
        json.WriteString("iban", Iban.WithCheckDigits(rng.Fill(maker.Locale.Data.Iban)));
        json.WriteEndObject();
    }
}
