using Talentys.Samples.Writing;

namespace Talentys.Samples.People;

/// <summary>Persons as CSV: comma, UTF-8, a header.</summary>
internal static class PersonCsv
{
    public static async Task WriteAsync(Stream output, PersonMaker people, long rows, CancellationToken cancellationToken)
    {
        await using var file = new DelimitedWriter(output, leaveOpen: true);
        file.Header("id", "name", "given_name", "family_name", "email", "phone", "street", "city", "postal_code", "country",
            "birth_date", "signup_date", "iban", "amount");
        for (var number = 1L; number <= rows; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var row = PersonRow.Make(people, number);
            var person = row.Person;
            file.Add(row.Id).Add(person.Name).Add(person.GivenName).Add(person.FamilyName).Add(person.Email).Add(person.Phone)
                .Add(person.Street).Add(person.City).Add(person.PostalCode).Add(person.Country).Add(person.BirthDate)
                .Add(row.SignedUp).Add(row.Iban).AddCents(row.AmountCents);
            await file.EndRowAsync(cancellationToken);
        }
    }
}
