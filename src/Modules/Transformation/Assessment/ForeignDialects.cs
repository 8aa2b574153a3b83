using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Talentys.Contracts;

namespace Talentys.Transformation.Assessment;

/// <summary>What warehouses write otherwise than DuckDB: functions by their names, and forms of syntax.</summary>
internal static partial class ForeignDialects
{
    private static readonly FrozenDictionary<string, (string[] Warehouses, string? Mend)> Functions = Read();

    private static readonly HashSet<string> DateParts = new(StringComparer.OrdinalIgnoreCase)
    {
        "year", "years", "quarter", "quarters", "month", "months", "week", "weeks", "isoweek", "isoyear", "day", "days", "dayofweek", "dayofyear", "hour", "hours", "minute", "minutes", "second", "seconds", "millisecond", "microsecond",
        "dow", "doy", "yyyy", "mm", "dd", "d", "hh", "mi", "ss",
    };

    /// <summary>Functions of DuckDB that take the name of a part of a date as a text.</summary>
    private static readonly HashSet<string> OfParts = new(StringComparer.OrdinalIgnoreCase) { "datediff", "date_diff", "datesub", "date_sub", "date_trunc", "datetrunc", "date_part", "datepart", "date_add", "last_day" };

    /// <summary>The forms that DuckDB's parser does not read, each with the warehouses that have it.</summary>
    private static readonly (Regex Form, string Name, string[] Warehouses, string? Mend)[] Forms =
    [
        (TypedStruct(), "types in angle brackets (struct<...>, array<...>)", ["BigQuery", "Spark"], "Write struct_pack(a := 1), struct(a integer) or integer[]."),
        (LateralFlatten(), "lateral flatten", ["Snowflake"], "Write cross join unnest(x) as f(value)."),
        (TableFlatten(), "table(...) around a function", ["Snowflake"], "Write unnest(x), range(n) or the function by itself."),
        (LateralView(), "lateral view", ["Spark"], "Write cross join unnest(x) as t(value)."),
        (Top(), "top n", ["T-SQL", "Redshift"], "Write limit n at the end."),
        (UntypedList(), "the types array and object without what is in them", ["Snowflake"], "Write json, or a type with its elements: varchar[]."),
        (SafeCast(), "safe_cast", ["BigQuery"], "Write try_cast(x as type)."),
        (StarExcept(), "* except (...)", ["BigQuery", "Databricks"], "Write * exclude (...)."),
        (WithOffset(), "with offset", ["BigQuery"], "Write with ordinality."),
        (RawText(), "texts with a letter before them (r'...', b'...')", ["BigQuery"], "Write the text without the letter."),
        (Apply(), "cross apply", ["T-SQL"], "Write cross join lateral."),
        (Bracketed(), "names in square brackets", ["T-SQL"], "Write names in double quotes."),
        (Rlike(), "rlike", ["Snowflake", "Spark", "MySQL"], "Write regexp_matches(x, '...')."),
        (IlikeAny(), "like any (...)", ["Snowflake", "Spark"], "Write x ilike any (array[...]) as several conditions with or."),
        (Minus(), "minus between queries", ["Snowflake", "Spark", "Oracle"], "Write except."),
        (IgnoreNulls(), "ignore nulls behind the brackets", ["Snowflake", "Redshift"], "Write it within them: last_value(x ignore nulls) over (...)."),
        (CallOfWord(), "current_timestamp() with brackets", ["BigQuery", "Snowflake", "Spark"], "Write current_timestamp."),
        (CastFormat(), "cast(... format ...)", ["BigQuery"], "Write strptime(x, '...') or strftime(x, '...')."),
        (Stage(), "a stage (@name)", ["Snowflake"], null),
        (MatchRecognize(), "match_recognize", ["Snowflake", "Oracle", "Trino"], null),
        (ConnectBy(), "connect by", ["Snowflake", "Oracle"], "Write with recursive."),
    ];

    /// <summary>Whose function it is; null when that is not known.</summary>
    public static (string[] Warehouses, string? Mend)? Function(string name) => Functions.TryGetValue(name, out var found) ? found : null;

    /// <summary>Forms of other warehouses in a statement.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="isBroken">It cannot be parsed, so that any of them may be why.</param>
    public static IEnumerable<(string Name, string[] Warehouses, string? Mend, string Place)> In(string sql, bool isBroken)
    {
        var plain = WithoutTexts(sql);
        if (Path(plain) is { } path)
        {
            yield return ("a path with a colon (x:a.b)", ["Snowflake", "Databricks"], "Write x->>'$.a.b', or json_extract_string(x, '$.a.b').", TextPlace.Of(sql, path));
        }

        if (plain.IndexOf('`', StringComparison.Ordinal) is >= 0 and var backtick)
        {
            // an operator in DuckDB, so that it may even be read
            yield return ("names in backticks", ["BigQuery", "Spark", "MySQL"], "Write names in double quotes.", TextPlace.Of(sql, backtick));
        }

        if (UnnestedFields().Match(plain) is { Success: true } fields)
        {
            yield return ("fields of unnest(...) as columns", ["BigQuery"], "Write from unnest(x) as u(item) where item.key = ...", TextPlace.Of(sql, fields.Index));
        }

        foreach (var (form, name, warehouses, mend) in isBroken ? Forms : [])
        {
            if (form.Match(plain) is { Success: true } found)
            {
                yield return (name, warehouses, mend, TextPlace.Of(sql, found.Index));
            }
        }

        foreach (var (name, index) in isBroken ? [] : Parts(sql))
        {
            yield return (
                $"{name} with the part of a date as a word", ["Snowflake", "Redshift", "BigQuery"], name == "last_day" ? "Write date_trunc('year', x) + interval 1 year - interval 1 day." : $"Write the part first and as a text: {name}('day', ...).", TextPlace.Of(sql, index));
        }
    }

    /// <summary>A colon between two names without blanks: DuckDB takes what stands before it for the name of a column, or for a slice.</summary>
    private static int? Path(string plain)
    {
        var depth = 0;
        for (var i = 1; i + 1 < plain.Length; i++)
        {
            depth += plain[i] is '[' or '{' ? 1 : plain[i] is ']' or '}' ? -1 : 0;
            if (depth == 0 && plain[i] == ':' && (char.IsAsciiLetterOrDigit(plain[i - 1]) || plain[i - 1] is '_' or '"' or ']' or ')') && (char.IsAsciiLetter(plain[i + 1]) || plain[i + 1] is '_' or '"'))
            {
                return i;
            }
        }

        return null;
    }

    /// <summary>Whether a name is that of a part of a date.</summary>
    public static bool IsDatePart(string name) => DateParts.Contains(name);

    /// <summary>Calls such as <c>datediff(day, a, b)</c>, whose word would be taken for a column.</summary>
    private static IEnumerable<(string Name, int Index)> Parts(string sql)
    {
        var tokens = SqlTokenizer.Tokens(sql);
        bool Is(int at, char symbol) => at < tokens.Count && tokens[at].Kind == SqlTokenKind.Symbol && sql[tokens[at].Start] == symbol;
        for (var i = 0; i + 1 < tokens.Count; i++)
        {
            if (tokens[i].Kind != SqlTokenKind.Word || !Is(i + 1, '(') || !OfParts.Contains(tokens[i].In(sql).ToString()))
            {
                continue;
            }

            if (i + 2 < tokens.Count && tokens[i + 2].Kind == SqlTokenKind.Text)
            {
                continue; // the part is told: a column may be named day
            }

            for (var (at, depth) = (i + 1, 0); at < tokens.Count; at++)
            {
                depth += Is(at, '(') ? 1 : Is(at, ')') ? -1 : 0;
                if (depth == 0)
                {
                    break;
                }

                if (depth == 1 && tokens[at].Kind == SqlTokenKind.Word && (Is(at - 1, '(') || Is(at - 1, ',')) && (Is(at + 1, ',') || Is(at + 1, ')')) && DateParts.Contains(tokens[at].In(sql).ToString()))
                {
                    yield return (tokens[i].In(sql).ToString().ToLowerInvariant(), tokens[i].Start);
                    break;
                }
            }
        }
    }

    /// <summary>The statement with blanks in place of what stands in texts, quoted names and comments.</summary>
    private static string WithoutTexts(string sql)
    {
        var plain = sql.ToCharArray();
        var last = 0;
        foreach (var token in SqlTokenizer.Tokens(sql))
        {
            Blank(last, token.Start);
            if (token.Kind is SqlTokenKind.Text or SqlTokenKind.QuotedName)
            {
                Blank(token.Start + 1, token.End - 1);
            }

            last = token.End;
        }

        Blank(last, sql.Length);
        return new string(plain);

        void Blank(int from, int to)
        {
            for (var i = from; i < to; i++)
            {
                plain[i] = plain[i] is '\n' ? '\n' : ' ';
            }
        }
    }

    private static FrozenDictionary<string, (string[] Warehouses, string? Mend)> Read()
    {
        using var stream = typeof(ForeignDialects).Assembly.GetManifestResourceStream("foreign-functions.txt") ?? throw new InvalidOperationException("The list of functions is missing from the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith('#'))
            .Select(line => line.Split('|', 3, StringSplitOptions.TrimEntries))
            .ToFrozenDictionary(parts => parts[0], parts => (parts[1].Split(", "), parts[2].Length == 0 ? null : $"Write {parts[2]}."), StringComparer.OrdinalIgnoreCase);
    }

    [GeneratedRegex(@"\b(?:struct|array)\s*<", RegexOptions.IgnoreCase)]
    private static partial Regex TypedStruct();

    [GeneratedRegex(@"\blateral\s+flatten\b", RegexOptions.IgnoreCase)]
    private static partial Regex LateralFlatten();

    [GeneratedRegex(@"\btable\s*\(\s*\w+\s*\(", RegexOptions.IgnoreCase)]
    private static partial Regex TableFlatten();

    [GeneratedRegex(@"\blateral\s+view\b", RegexOptions.IgnoreCase)]
    private static partial Regex LateralView();

    [GeneratedRegex(@"\bselect\s+(?:distinct\s+)?top\s+\(?\d", RegexOptions.IgnoreCase)]
    private static partial Regex Top();

    [GeneratedRegex(@"::\s*(?:array|object)\b", RegexOptions.IgnoreCase)]
    private static partial Regex UntypedList();

    [GeneratedRegex(@"\bfrom\s+unnest\s*\(\s*[\w.]+\s*\)\s*where\s+\w+\s*(?:=|in\b|like\b)", RegexOptions.IgnoreCase)]
    private static partial Regex UnnestedFields();

    [GeneratedRegex(@"\bsafe_cast\s*\(", RegexOptions.IgnoreCase)]
    private static partial Regex SafeCast();

    [GeneratedRegex(@"\*\s*except\s*\(", RegexOptions.IgnoreCase)]
    private static partial Regex StarExcept();

    [GeneratedRegex(@"\bwith\s+offset\b", RegexOptions.IgnoreCase)]
    private static partial Regex WithOffset();

    [GeneratedRegex(@"(?<!\w)(?:r|b|rb)['""]", RegexOptions.IgnoreCase)]
    private static partial Regex RawText();

    [GeneratedRegex(@"\b(?:cross|outer)\s+apply\b", RegexOptions.IgnoreCase)]
    private static partial Regex Apply();

    [GeneratedRegex(@"(?<![\w\])""])\[[A-Za-z_]\w*\](?=\s*(?:[.,]|\bas\b|\bfrom\b|$))", RegexOptions.IgnoreCase)]
    private static partial Regex Bracketed();

    [GeneratedRegex(@"\brlike\b", RegexOptions.IgnoreCase)]
    private static partial Regex Rlike();

    [GeneratedRegex(@"\bi?like\s+(?:any|all)\b", RegexOptions.IgnoreCase)]
    private static partial Regex IlikeAny();

    [GeneratedRegex(@"\bminus\s+\(?\s*select\b", RegexOptions.IgnoreCase)]
    private static partial Regex Minus();

    [GeneratedRegex(@"\)\s*(?:ignore|respect)\s+nulls\b", RegexOptions.IgnoreCase)]
    private static partial Regex IgnoreNulls();

    [GeneratedRegex(@"\bcurrent_(?:timestamp|date|time)\s*\(", RegexOptions.IgnoreCase)]
    private static partial Regex CallOfWord();

    [GeneratedRegex(@"\bcast\s*\([^()]*\bformat\s+'", RegexOptions.IgnoreCase)]
    private static partial Regex CastFormat();

    [GeneratedRegex(@"\bfrom\s+@\w", RegexOptions.IgnoreCase)]
    private static partial Regex Stage();

    [GeneratedRegex(@"\bmatch_recognize\b", RegexOptions.IgnoreCase)]
    private static partial Regex MatchRecognize();

    [GeneratedRegex(@"\bconnect\s+by\b", RegexOptions.IgnoreCase)]
    private static partial Regex ConnectBy();
}
