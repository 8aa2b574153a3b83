using System.Text;
using Talentys.Contracts;
using Talentys.Kernel;

namespace Talentys.Query.Statements;

/// <summary>The outside of a statement: what sort it is, and the part that the parser understands.</summary>
/// <param name="Sql">The statement as it will run: without a closing semicolon.</param>
/// <param name="Body">The SELECT within: the same, or what follows EXPLAIN.</param>
/// <param name="BodyStart">Where the body begins in the text.</param>
internal sealed record StatementText(string Sql, string Body, int BodyStart)
{
    /// <summary>Longest statement, in characters.</summary>
    public const int MaxLength = 1_000_000;

    /// <summary>Deepest nesting of brackets: far above what people and tools write, far below what overflows the parser's stack.</summary>
    public const int MaxDepth = 200;

    private static readonly HashSet<string> Reading = new(StringComparer.OrdinalIgnoreCase)
    {
        "SELECT", "FROM", "WITH", "VALUES", "TABLE", "DESCRIBE", "DESC", "SUMMARIZE", "SHOW", "PIVOT", "PIVOT_WIDER", "PIVOT_LONGER", "UNPIVOT",
    };

    private static readonly HashSet<string> Changing = new(StringComparer.OrdinalIgnoreCase)
    {
        "INSERT", "UPDATE", "DELETE", "MERGE", "CREATE", "ALTER", "DROP", "TRUNCATE", "COMMENT",
    };

    /// <summary>Whether it asks for the statement that makes a table or view, which its text describes.</summary>
    public bool ShowsCreate { get; private init; }

    /// <summary>What it was composed of; null when it is as it was written.</summary>
    public ComposedText? Origin { get; init; }

    /// <summary>The tokens of <see cref="Sql"/>, which nobody changes.</summary>
    public List<SqlToken> Tokens => Known.Tokens;

    private CutText? Cut { get; set; }

    // a copy of this with another text has its own
    private CutText Known => Cut is { } cut && ReferenceEquals(cut.Sql, Sql) ? cut : Cut = new CutText(Sql, SqlTokenizer.Tokens(Sql));

    /// <summary>What is wrong with a text before anything in it is read; null when nothing is.</summary>
    public static Fault? Limits(WrittenText text) => Unreadable(text.Sql) ?? TooDeep(text.Sql, text.Tokens);

    /// <summary>Looks at a text; finds one statement that may go on, or tells why not.</summary>
    public static Result<StatementText> Read(string text) => Read(new WrittenText(text));

    /// <summary>The same of a text that others have looked at.</summary>
    public static Result<StatementText> Read(WrittenText written)
    {
        var text = written.Sql;
        if (Unreadable(text) is { } fault)
        {
            return fault;
        }

        var tokens = written.Tokens;
        var count = tokens.Count;
        while (count > 0 && IsSemicolon(text, tokens[count - 1]))
        {
            count--;
        }

        return count == 0
            ? Fault.Invalid("query.empty", "There is no statement.", mend: "Write one, for example: select 1")
            : One(text, count == tokens.Count ? tokens : tokens[..count]);
    }

    /// <summary>The place in the whole statement of a byte offset in its body, as the engine's parser counts.</summary>
    public string PlaceOfByte(long offset) => Place(IndexOfByte(offset));

    /// <summary>The place of a character in what was written.</summary>
    public string Place(int at) => Origin?.Place(at) ?? TextPlace.Of(Sql, at);

    /// <summary>A fault at a character, told as of what was written.</summary>
    public Fault At(Fault fault, int at) => fault with
    {
        Place = Place(at),
        Message = Origin?.Back(at).Column is { } column && fault.Code == "engine.sql_error" ? $"Column {column}: {fault.Message}" : fault.Message,
    };

    /// <summary>A fault of what ran, with its place in the statement as it was written.</summary>
    public Fault Original(Fault fault, EditedText runs) => TextPlace.IndexOf(runs.Text, fault.Place) is not { } place ? fault : runs.OriginalIndex(place) switch
    {
        var at when runs.Original == Sql => runs.Text == Sql && Origin is null ? fault : At(fault, at),
        var at => fault with { Place = TextPlace.Of(runs.Original, at) },
    };

    /// <summary>The same as an index in the whole statement.</summary>
    public int IndexOfByte(long offset)
    {
        if (Known.IsAscii)
        {
            return (int)Math.Min(BodyStart + Math.Max(offset, 0), Sql.Length);
        }

        return TextPlace.IndexOfByte(Sql, offset, BodyStart);
    }

    private static Result<StatementText> One(string text, List<SqlToken> tokens)
    {
        var extra = tokens.FindIndex(token => IsSemicolon(text, token));
        if (extra >= 0)
        {
            return Fault.Invalid(
                "query.several_statements", "There is more than one statement.", TextPlace.Of(text, tokens[extra + 1].Start),
                "Send one statement at a time.");
        }

        if (TooDeep(text, tokens) is { } deep)
        {
            return deep;
        }

        var last = tokens[^1];
        var sql = text[..(last.Start + last.Length)];
        int body;
        try
        {
            body = StatementForms.Explained(text, tokens);
        }
        catch (FaultException failure)
        {
            return Result<StatementText>.Fail(failure.Faults);
        }

        if (Refusal(text, tokens[body]) is { } refusal)
        {
            return refusal;
        }

        var shown = StatementForms.Shown(sql, tokens, body, out var create);
        return new StatementText(shown, shown[tokens[body].Start..], tokens[body].Start) { ShowsCreate = create, Cut = new CutText(sql, tokens) };
    }

    /// <summary>Whether a statement that reads begins with a word.</summary>
    public static bool Reads(ReadOnlySpan<char> word) => Reading.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word);

    private static Fault? Refusal(string text, SqlToken first)
    {
        if (first.Kind != SqlTokenKind.Word || Reads(first.In(text)))
        {
            return null;
        }

        var word = first.In(text).ToString().ToUpperInvariant();
        return word switch
        {
            "PREPARE" or "EXECUTE" or "DEALLOCATE" => new Fault(
                FaultKind.Denied, "query.needs_session", $"{word} needs a session, and a statement that comes by itself has none.", TextPlace.Of(text, first.Start),
                "Send the statement with its parameters each time; over PostgreSQL's wire PREPARE and EXECUTE work."),
            _ when Changing.Contains(word) => Refused(word, "Only a statement that reads may stand here."),
            _ => Refused(word, "Queries only read: SELECT, WITH, FROM, VALUES, PIVOT, UNPIVOT, DESCRIBE, SUMMARIZE, SHOW and EXPLAIN."),
        };

        Fault Refused(string statement, string mend) => new(
            FaultKind.Denied, "query.statement_denied", $"{statement} is not allowed here.", TextPlace.Of(text, first.Start), mend);
    }

    private static Fault? Unreadable(string text)
    {
        if (text.Length > MaxLength)
        {
            return Fault.Invalid("query.too_long", $"The statement has {text.Length:N0} characters; {MaxLength:N0} is the most.");
        }

        var zero = text.IndexOf('\0', StringComparison.Ordinal);
        return zero >= 0 ? Fault.Invalid("query.syntax", "The statement holds a NUL character.", TextPlace.Of(text, zero)) : null;
    }

    private static Fault? TooDeep(string text, List<SqlToken> tokens)
    {
        var depth = 0;
        foreach (var token in tokens)
        {
            if (token.Kind != SqlTokenKind.Symbol)
            {
                continue;
            }

            depth += text[token.Start] switch { '(' or '[' or '{' => 1, ')' or ']' or '}' => -1, _ => 0 };
            if (depth > MaxDepth)
            {
                return Fault.Invalid("query.too_deep", $"Brackets are nested more than {MaxDepth} deep.", TextPlace.Of(text, token.Start));
            }
        }

        return null;
    }

    private static bool IsSemicolon(string text, SqlToken token) => token.Kind == SqlTokenKind.Symbol && text[token.Start] == ';';

    private sealed record CutText(string Sql, List<SqlToken> Tokens)
    {
        public bool IsAscii { get; } = Ascii.IsValid(Sql);
    }
}
