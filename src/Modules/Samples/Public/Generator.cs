using Talentys.Kernel;
using Talentys.Samples.Locales;
using Talentys.Samples.People;

namespace Talentys.Samples.Public;

/// <summary>Makes up persons of a locale: names in its script, addresses, phones and account numbers of its form.</summary>
public static class Generator
{
    /// <summary>Most rows that one call makes.</summary>
    public const long MostRows = 100_000_000;

    /// <summary>The locales it knows.</summary>
    public static IReadOnlyList<string> Locales => LocaleCatalog.Names;

    /// <summary>The formats it writes; <c>json</c> is one array with an object per line.</summary>
    public static IReadOnlyList<string> Formats { get; } = ["csv", "json", "parquet"];

    /// <summary>Streams the persons to <paramref name="output"/>, which stays open. Memory does not grow with the rows.</summary>
    /// <exception cref="FaultException">
    /// <c>samples.unknown_locale</c>, <c>samples.unknown_format</c>, <c>samples.rows_out_of_range</c> (all that apply), before anything is written.
    /// </exception>
    public static async Task WriteAsync(Stream output, GenerateOptions options, CancellationToken cancellationToken)
    {
        var faults = Check(options);
        if (faults.Count > 0)
        {
            throw new FaultException(faults);
        }

        var people = new PersonMaker(LocaleCatalog.Get(options.Locale), options.Seed, options.Today);
        switch (options.Format)
        {
            case "csv": await PersonCsv.WriteAsync(output, people, options.Rows, cancellationToken); break;
            case "json": await PersonJson.WriteAsync(output, people, options.Rows, cancellationToken); break;
            default: await PersonParquet.WriteAsync(output, people, options.Rows, cancellationToken); break;
        }
    }

    private static List<Fault> Check(GenerateOptions options)
    {
        var faults = new List<Fault>();
        if (!Locales.Contains(options.Locale))
        {
            faults.Add(Fault.Invalid(
                "samples.unknown_locale", $"There is no locale '{options.Locale}'.", mend: $"Use one of {string.Join(", ", Locales)}."));
        }

        if (!Formats.Contains(options.Format))
        {
            faults.Add(Fault.Invalid(
                "samples.unknown_format", $"There is no format '{options.Format}'.", mend: $"Use one of {string.Join(", ", Formats)}."));
        }

        if (options.Rows is < 0 or > MostRows)
        {
            faults.Add(Fault.Invalid(
                "samples.rows_out_of_range",
                FormattableString.Invariant($"{options.Rows} rows are out of range."),
                mend: FormattableString.Invariant($"Ask for 0 to {MostRows} rows.")));
        }

        return faults;
    }
}
