using System.Globalization;
using Talentys.Contracts;
using Talentys.Gateway.Postgres.Errors;

namespace Talentys.Gateway.Postgres.Statements;

/// <summary>Reads the words of a statement about the session, one after the other.</summary>
internal sealed class StatementWords(string sql, int start)
{
    private readonly List<SqlToken> tokens = SqlTokenizer.Tokens(sql);
    private int next;

    public string Sql => sql;

    /// <summary>Where the statement begins in what the client sent.</summary>
    public int Start => start;

    /// <summary>Its first word in capitals.</summary>
    public string First => tokens[0].In(sql).ToString().ToUpperInvariant();

    public bool IsAtEnd => next >= tokens.Count;

    /// <summary>The next word in capitals, taken; empty when it is none.</summary>
    public string Word() => !IsAtEnd && tokens[next].Kind == SqlTokenKind.Word ? tokens[next++].In(sql).ToString().ToUpperInvariant() : "";

    /// <summary>The next word in capitals, not taken.</summary>
    public string Peek(int ahead = 0) =>
        next + ahead < tokens.Count && tokens[next + ahead].Kind == SqlTokenKind.Word ? tokens[next + ahead].In(sql).ToString().ToUpperInvariant() : "";

    /// <summary>Takes the next words when they are these.</summary>
    public bool Takes(params ReadOnlySpan<string> words)
    {
        for (var index = 0; index < words.Length; index++)
        {
            if (Peek(index) != words[index])
            {
                return false;
            }
        }

        next += words.Length;
        return true;
    }

    public bool TakesSymbol(char symbol)
    {
        if (IsAtEnd || tokens[next].Kind != SqlTokenKind.Symbol || sql[tokens[next].Start] != symbol)
        {
            return false;
        }

        next++;
        return true;
    }

    /// <summary>A name: as written in quotes, in lower case without.</summary>
    public string Name()
    {
        if (!IsAtEnd)
        {
            var token = tokens[next];
            if (token.Kind == SqlTokenKind.Word)
            {
                next++;
                return token.In(sql).ToString().ToLowerInvariant();
            }

            if (token.Kind == SqlTokenKind.QuotedName)
            {
                next++;
                return token.In(sql)[1..^1].ToString().Replace("\"\"", "\"", StringComparison.Ordinal);
            }
        }

        throw Unexpected();
    }

    /// <summary>A constant as plain text; null for NULL.</summary>
    public string? Constant()
    {
        var sign = TakesSymbol('-') ? "-" : TakesSymbol('+') ? "" : "";
        if (IsAtEnd)
        {
            throw Unexpected();
        }

        var token = tokens[next];
        var text = token.In(sql).ToString();
        switch (token.Kind)
        {
            case SqlTokenKind.Number:
                next++;
                return sign + text;
            case SqlTokenKind.Text when text.Length >= 2 && text[0] == '\'':
                next++;
                return text[1..^1].Replace("''", "'", StringComparison.Ordinal);
            case SqlTokenKind.Word:
                next++;
                return text.Equals("NULL", StringComparison.OrdinalIgnoreCase) ? null : text;
            case SqlTokenKind.QuotedName:
                return Name();
            default:
                throw Unexpected();
        }
    }

    /// <summary>Takes a whole number.</summary>
    public bool TakesNumber(out long number)
    {
        number = 0;
        var negative = !IsAtEnd && tokens[next].Kind == SqlTokenKind.Symbol && sql[tokens[next].Start] == '-';
        var at = next + (negative ? 1 : 0);
        if (at >= tokens.Count || tokens[at].Kind != SqlTokenKind.Number
            || !long.TryParse(tokens[at].In(sql), NumberStyles.None, CultureInfo.InvariantCulture, out number))
        {
            return false;
        }

        next = at + 1;
        number = negative ? -number : number;
        return true;
    }

    /// <summary>What has not been taken, as it stands.</summary>
    public string Rest() => IsAtEnd ? "" : sql[tokens[next].Start..];

    /// <summary>Where the rest begins in what the client sent.</summary>
    public int RestStart => start + (IsAtEnd ? sql.Length : tokens[next].Start);

    /// <summary>What stands in brackets that open here, which are taken.</summary>
    public (string Text, int Start) InBrackets()
    {
        if (!TakesSymbol('('))
        {
            throw Unexpected();
        }

        var first = next;
        for (var depth = 1; !IsAtEnd; next++)
        {
            var letter = tokens[next].Kind == SqlTokenKind.Symbol ? sql[tokens[next].Start] : ' ';
            depth += letter == '(' ? 1 : letter == ')' ? -1 : 0;
            if (depth == 0)
            {
                var from = first == next ? tokens[next].Start : tokens[first].Start;
                var text = sql[from..tokens[next++].Start];
                return (text, start + from);
            }
        }

        throw Unexpected();
    }

    public void End()
    {
        if (!IsAtEnd)
        {
            throw Unexpected();
        }
    }

    public PgException UnexpectedFirst() =>
        new(new PgError("42601", $"syntax error at or near \"{tokens[0].In(sql)}\"") { Position = start + tokens[0].Start + 1 });

    public PgException Unexpected() => IsAtEnd
        ? new PgException(new PgError("42601", "The statement ends too early.") { Position = start + sql.Length + 1 })
        : new PgException(new PgError("42601", $"syntax error at or near \"{tokens[next].In(sql)}\"") { Position = start + tokens[next].Start + 1 });
}
