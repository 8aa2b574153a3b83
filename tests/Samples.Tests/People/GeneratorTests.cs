using System.Text;
using System.Text.Json;
using Talentys.Kernel;
using Talentys.Samples.People;
using Talentys.Samples.Public;

namespace Talentys.Samples.Tests;

public class GeneratorTests
{
    private static readonly DateOnly Today = new(2026, 3, 4);

    [Theory]
    [InlineData("ko", 0xAC00, 0xD7A3)]
    [InlineData("hi", 0x0900, 0x097F)]
    [InlineData("ar", 0x0600, 0x06FF)]
    [InlineData("ru", 0x0400, 0x04FF)]
    [InlineData("zh", 0x4E00, 0x9FFF)]
    [InlineData("ja", 0x3005, 0x9FFF)]
    public async Task Names_are_in_the_script_of_the_locale(string locale, int from, int to)
    {
        foreach (var person in await PeopleAsync(locale))
        {
            Assert.All(person.GetProperty("family_name").GetString()!.Where(c => c != ' '), c => Assert.InRange(c, from, to));
            Assert.Matches("^[a-z]+\\.[a-z]+[0-9]+@", person.GetProperty("email").GetString());
        }
    }

    [Fact]
    public async Task Every_locale_makes_whole_persons_with_valid_check_digits()
    {
        Assert.Equal(18, Generator.Locales.Count);
        foreach (var locale in Generator.Locales)
        {
            foreach (var person in await PeopleAsync(locale))
            {
                Assert.True(Iban.IsValid(person.GetProperty("iban").GetString()!), locale);
                Assert.Matches("^[a-z]+\\.[a-z]+[0-9]+@(example\\.(com|org|net)|mail\\.example|post\\.example)$", person.GetProperty("email").GetString());
                Assert.All(person.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.String), p =>
                    Assert.DoesNotMatch("[{}|#%?]|^$", p.Value.GetString()));
            }
        }
    }

    [Theory]
    [InlineData("GB82WEST12345698765432", true)]
    [InlineData("DE89370400440532013000", true)]
    [InlineData("DE88370400440532013000", false)]
    public void Check_digits_agree_with_published_examples(string iban, bool valid)
    {
        Assert.Equal(valid, Iban.IsValid(iban));
        Assert.True(Iban.IsValid(Iban.WithCheckDigits(iban)));
    }

    [Fact]
    public async Task Unknown_locale_format_and_rows_are_all_told_at_once()
    {
        using var output = new MemoryStream();

        var error = await Assert.ThrowsAsync<FaultException>(
            () => Generator.WriteAsync(output, new GenerateOptions("xx", -1, "xml", Today), TestContext.Current.CancellationToken));

        Assert.Equal(["samples.unknown_locale", "samples.unknown_format", "samples.rows_out_of_range"], error.Faults.Select(f => f.Code));
        Assert.Contains("hi", error.Fault.Mend, StringComparison.Ordinal);
        Assert.Equal(0, output.Length);
    }

    [Fact]
    public async Task Csv_has_a_header_and_the_rows_and_a_seed_gives_the_same_again()
    {
        var first = await TextAsync(new GenerateOptions("fr", 1000, "csv", Today));
        var again = await TextAsync(new GenerateOptions("fr", 1000, "csv", Today));
        var other = await TextAsync(new GenerateOptions("fr", 1000, "csv", Today) { Seed = 2 });

        Assert.Equal(1001, first.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public async Task Parquet_is_written_and_its_folder_taken_away()
    {
        using var output = new MemoryStream();
        await Generator.WriteAsync(output, new GenerateOptions("ja", 500, "parquet", Today), TestContext.Current.CancellationToken);

        Assert.Equal("PAR1"u8.ToArray(), output.ToArray()[^4..]);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    public async Task Rows_are_handed_over_in_small_pieces(string format)
    {
        using var output = new PieceStream();

        await Generator.WriteAsync(output, new GenerateOptions("ja", 50_000, format, Today), TestContext.Current.CancellationToken);

        Assert.True(output.Total > 5_000_000);
        Assert.InRange(output.Largest, 1, 256 << 10);
    }

    private static async Task<string> TextAsync(GenerateOptions options)
    {
        using var output = new MemoryStream();
        await Generator.WriteAsync(output, options, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static async Task<List<JsonElement>> PeopleAsync(string locale) =>
        [.. JsonDocument.Parse(await TextAsync(new GenerateOptions(locale, 200, "json", Today))).RootElement.EnumerateArray()];
}
