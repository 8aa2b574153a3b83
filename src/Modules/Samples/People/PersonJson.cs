using System.Text.Json;
using Talentys.Samples.Writing;

namespace Talentys.Samples.People;

/// <summary>Persons as one JSON array with an object per line.</summary>
internal static class PersonJson
{
    public static async Task WriteAsync(Stream output, PersonMaker people, long rows, CancellationToken cancellationToken)
    {
        await output.WriteAsync("[\n"u8.ToArray(), cancellationToken);
        await using (var lines = new JsonLines(output, leaveOpen: true, separator: ","))
        {
            for (var number = 1L; number <= rows; number++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Write(lines.Start(), PersonRow.Make(people, number));
                await lines.EndAsync(cancellationToken);
            }
        }

        await output.WriteAsync("\n]\n"u8.ToArray(), cancellationToken);
    }

    private static void Write(Utf8JsonWriter json, PersonRow row)
    {
        var person = row.Person;
        json.WriteStartObject();
        json.WriteNumber("id", row.Id);
        json.WriteString("name", person.Name);
        json.WriteString("given_name", person.GivenName);
        json.WriteString("family_name", person.FamilyName);
        json.WriteString("email", person.Email);
        json.WriteString("phone", person.Phone);
        json.WriteString("street", person.Street);
        json.WriteString("city", person.City);
        json.WriteString("postal_code", person.PostalCode);
        json.WriteString("country", person.Country);
        json.WriteString("birth_date", Text.Day(person.BirthDate));
        json.WriteString("signup_date", Text.Day(row.SignedUp));
        json.WriteString("iban", row.Iban);
        json.WriteNumber("amount", row.AmountCents / 100m);
        json.WriteEndObject();
    }
}
