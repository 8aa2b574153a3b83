using Talentys.Samples.Writing;

namespace Talentys.Samples.Company;

/// <summary>Writes <c>customers.csv</c>.</summary>
internal static class CustomerFile
{
    public static async Task WriteAsync(string folder, Plan plan, Tally tally, CancellationToken cancellationToken)
    {
        await using var file = new DelimitedWriter(File.Create(Path.Combine(folder, "customers.csv")));
        file.Header("customer_id", "email", "full_name", "first_name", "last_name", "locale", "phone", "street", "city", "postal_code",
            "country", "birth_date", "signup_date", "marketing_opt_in", "loyalty_tier");
        var customers = new CustomerList(plan, tally);
        var last = plan.CustomersBy(plan.Timeline.Days - 1);
        for (var number = 1; number <= last; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var customer = customers.Make(number);
            var person = customer.Person;
            file.Add(customer.Id).Add(customer.Email).Add(person.Name).Add(person.GivenName).Add(person.FamilyName).Add(customer.Locale)
                .Add(customer.Phone).Add(person.Street).Add(customer.City).Add(customer.PostalCode).Add(customer.Country)
                .Add(customer.BirthDate).Add(customer.SignUp).Add(customer.OptIn ? "true" : "false").Add(customer.Tier);
            file.EndRow();
            tally.Row("shop.customers");
        }
    }
}
