using Talentys.Gateway.Postgres.Errors;
using Talentys.Gateway.Postgres.Statements;

namespace Talentys.Gateway.Postgres.Copies;

/// <summary>Reads the options of COPY, in the form of today, <c>WITH (FORMAT csv, HEADER)</c>, and the one from before, <c>WITH CSV HEADER</c>.</summary>
internal static class CopyOptionReader
{
    public static CopyOptions Read(StatementWords words)
    {
        words.Takes("WITH");
        var options = new CopyOptions();
        if (words.TakesSymbol('('))
        {
            do
            {
                options = Take(options, words, inBrackets: true);
            }
            while (words.TakesSymbol(','));
            if (!words.TakesSymbol(')'))
            {
                throw words.Unexpected();
            }
        }

        while (!words.IsAtEnd)
        {
            options = Take(options, words, inBrackets: false);
        }

        return options.Format == CopyFormat.Binary && (options.Header || options.Delimiter is not null || options.Null is not null)
            ? throw new PgException("42601", "COPY in binary has no header, delimiter or null text.")
            : options;
    }

    private static CopyOptions Take(CopyOptions options, StatementWords words, bool inBrackets)
    {
        switch (words.Word())
        {
            case "FORMAT" when inBrackets:
                return options with { Format = Format(words.Constant()?.ToLowerInvariant() ?? "") }; // drivers quote it
            case "CSV" when !inBrackets:
                return options with { Format = CopyFormat.Csv };
            case "BINARY" when !inBrackets:
                return options with { Format = CopyFormat.Binary };
            case "HEADER":
                return options with { Header = !inBrackets || Truth(words) };
            case "DELIMITER":
                words.Takes("AS");
                return options with { Delimiter = Letter(words, "delimiter") };
            case "NULL":
                words.Takes("AS");
                return options with { Null = words.Constant() ?? "" };
            case "QUOTE":
                words.Takes("AS");
                return options with { Quote = Letter(words, "quote") };
            case "ESCAPE":
                words.Takes("AS");
                return options with { Escape = Letter(words, "escape") };
            case "ENCODING":
                return words.Constant()?.ToUpperInvariant().Replace("-", "", StringComparison.Ordinal) is "UTF8" or "UNICODE"
                    ? options
                    : throw new PgException("0A000", "COPY writes UTF8 only.");
            case "FORCE_QUOTE":
                return options with { ForceQuote = Columns(words, brackets: true) };
            case "FORCE" when words.Takes("QUOTE"):
                return options with { ForceQuote = Columns(words, brackets: false) };
            case "FREEZE" or "OIDS":
                return options;
            default:
                throw words.Unexpected();
        }
    }

    private static CopyFormat Format(string name) => name switch
    {
        "text" => CopyFormat.Text,
        "csv" => CopyFormat.Csv,
        "binary" => CopyFormat.Binary,
        _ => throw new PgException("22023", $"COPY format \"{name}\" not recognized", "Use text, csv or binary."),
    };

    private static bool Truth(StatementWords words) =>
        words.Takes("TRUE") || words.Takes("ON") || (!words.Takes("FALSE") && !words.Takes("OFF") && (!words.TakesNumber(out var number) || number != 0));

    private static char Letter(StatementWords words, string what) => words.Constant() switch
    {
        { Length: 1 } text when text[0] is not ('\r' or '\n') && text[0] < 128 => text[0],
        "\\t" => '\t',
        _ => throw new PgException("22023", $"COPY {what} must be a single one-byte character"),
    };

    private static List<string> Columns(StatementWords words, bool brackets)
    {
        if (words.TakesSymbol('*'))
        {
            return ["*"];
        }

        var open = words.TakesSymbol('(');
        var names = new List<string>();
        do
        {
            names.Add(words.Name());
        }
        while (words.TakesSymbol(','));
        return open == brackets && (!open || words.TakesSymbol(')')) ? names : throw words.Unexpected();
    }
}
