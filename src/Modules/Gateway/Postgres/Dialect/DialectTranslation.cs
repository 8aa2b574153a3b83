using System.Globalization;
using Talentys.Contracts;
using Talentys.Gateway.Postgres.Sessions;
using Talentys.Kernel;

namespace Talentys.Gateway.Postgres.Dialect;

/// <summary>
/// Puts a statement of a client into the engine's SQL, token by token: only what PostgreSQL's clients write and the engine does
/// not read, or reads as something else. What it does not know it leaves as it is.
/// </summary>
internal static class DialectTranslation
{
    private static readonly IReadOnlyList<IDialectRule> Rules =
    [
        new AnyOfLists(), // a.attnum = ANY (ix.indkey), before its columns are changed
        new CatalogPrefixes(), // pg_catalog.f(x), ::pg_catalog.int4, COLLATE pg_catalog.default
        new SessionFunctions(), // what only this session knows: version(), current_database(), set_config(...)
        new CatalogTypes(), // 'orders'::regclass, c.oid::regclass
        new TableOids(), // c.tableoid, c.xmin
        new ArrayTexts(), // '{a,b}'::text[], indkey[0]
        new ActingCalls(), // pg_sleep(1), pg_cancel_backend(2)
        new FunctionAliases(), // FROM generate_series(1, 3) s
        new RowsOfFunctions(), // SELECT generate_series(1, 3), FROM lower('A')
        new FunctionNames(), // format('%I', x), json_build_object('a', 1)
        new MatchOperators(), // ~ matches a part in PostgreSQL and the whole in the engine
        new ByteaTexts(), // '\x00ff'::bytea: the engine reads \x before each byte
        new TypeNames(), // ::name, ::bpchar, ::timestamp(6) with time zone
    ];

    /// <summary>Translates a statement.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="tokens">Its tokens.</param>
    /// <param name="session">Who sends it.</param>
    /// <param name="parameters">Types that its parameters are cast to, by number from 1; fewer when not known yet.</param>
    /// <param name="elements">An array whose type is not known, <c>= any($1)</c>, is written as one of its elements: the engine can tell what that is.</param>
    public static EditedText Translate(
        string sql, IReadOnlyList<SqlToken> tokens, SessionFacts session, IReadOnlyList<string?> parameters, bool elements)
    {
        var edits = new List<TextEdit>();
        var done = new bool[tokens.Count];
        foreach (var rule in Rules)
        {
            rule.Apply(new DialectInput(sql, tokens, session), edits, done);
        }

        foreach (var (number, start, length) in ParametersOf(sql, tokens))
        {
            if (number <= parameters.Count && parameters[number - 1] is { } type)
            {
                var end = type.StartsWith("DEC", StringComparison.Ordinal) ? EndOfNumeric(new DialectInput(sql, tokens, session), start + length) : start + length;
                edits.Add(new TextEdit(start, end - start, string.Create(CultureInfo.InvariantCulture, $"CAST(${number} AS {type})")));
            }
        }

        foreach (var (number, start, length) in elements ? ArraysOf(sql, tokens) : [])
        {
            if (number > parameters.Count || parameters[number - 1] is null)
            {
                edits.Add(new TextEdit(start, length, string.Create(CultureInfo.InvariantCulture, $"${number}")));
            }
        }

        return new EditedText(sql, edits);
    }

    // $1::numeric is as exact as the value is, while the engine's own numeric has three digits behind the point
    private static int EndOfNumeric(DialectInput input, int end)
    {
        for (var index = 0; index < input.Count; index++)
        {
            if (input.Tokens[index].Start == end && input.IsSymbol(index, ':') && input.IsSymbol(index + 1, ':')
                && (input.IsName(index + 2, "numeric") || input.IsName(index + 2, "decimal"))
                && !input.IsSymbol(index + 3, '(') && !input.IsSymbol(index + 3, '['))
            {
                return input.Tokens[index + 2].End;
            }
        }

        return end;
    }

    /// <summary>The parameters that are arrays, <c>ANY ($1)</c>, with what stands around them.</summary>
    public static IEnumerable<(int Number, int Start, int Length)> ArraysOf(string sql, IReadOnlyList<SqlToken> tokens)
    {
        var input = new DialectInput(sql, tokens, null!);
        for (var index = 0; index + 4 < tokens.Count; index++)
        {
            if ((input.IsName(index, "any") || input.IsName(index, "some") || input.IsName(index, "all"))
                && input.IsSymbol(index + 1, '(') && input.IsSymbol(index + 2, '$') && input.IsSymbol(index + 4, ')')
                && int.TryParse(tokens[index + 3].In(sql), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                yield return (number, tokens[index].Start, tokens[index + 4].End - tokens[index].Start);
            }
        }
    }

    /// <summary>The parameters of a statement, <c>$1</c>, where they stand.</summary>
    public static IEnumerable<(int Number, int Start, int Length)> ParametersOf(string sql, IReadOnlyList<SqlToken> tokens)
    {
        foreach (var placeholder in SqlPlaceholder.Of(sql, tokens))
        {
            if (int.TryParse(placeholder.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
            {
                yield return (number, placeholder.Start, placeholder.Length);
            }
        }
    }
}

/// <summary>One difference between the dialects.</summary>
internal interface IDialectRule
{
    /// <summary>Adds its changes.</summary>
    /// <param name="input">The statement.</param>
    /// <param name="edits">Changes so far.</param>
    /// <param name="done">Tokens that a rule has taken; others leave them alone.</param>
    void Apply(DialectInput input, List<TextEdit> edits, bool[] done);
}
