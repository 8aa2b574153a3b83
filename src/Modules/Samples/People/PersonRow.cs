namespace Talentys.Samples.People;

/// <summary>A row of <c>talentys generate</c>. Amounts in cents.</summary>
internal sealed record PersonRow(long Id, Person Person, DateOnly SignedUp, string Iban, long AmountCents)
{
    public static PersonRow Make(PersonMaker maker, long number)
    {
        var rng = maker.Start(number);
        var person = maker.Make(rng, number);
        var signedUp = maker.Today.AddDays(-rng.Between(1, 3 * 365));
        var iban = People.Iban.WithCheckDigits(rng.Fill(maker.Locale.Data.Iban));
        return new PersonRow(number, person, signedUp, iban, rng.Between(100, 250_000));
    }
}
