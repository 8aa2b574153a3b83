using System.Globalization;
using System.Text;
using Talentys.Contracts;

namespace Talentys.Query.Statements;

/// <summary>
/// A query made of parts of a statement, and the way back to where these stand. Positional parameters are numbered, for the
/// parts may come in another order.
/// </summary>
internal sealed class ComposedText
{
    private readonly string source;
    private readonly List<int> parameters;
    private readonly StringBuilder text = new();
    private readonly List<Part> parts = [];
    private readonly List<SqlSpan> targets = [];
    private readonly ComposedText? outer;
    private int body;

    /// <summary>Begins one of parts of a statement.</summary>
    public ComposedText(SplitStatement statement)
        : this(statement.Sql, statement.Span)
    {
    }

    /// <summary>Begins one of parts of a text, which may itself be made of parts.</summary>
    public ComposedText(StatementText whole)
        : this(whole.Sql, new SqlSpan(0, whole.Sql.Length)) => outer = whole.Origin;

    private ComposedText(string sql, SqlSpan span)
    {
        source = sql;
        parameters = source.Contains('?', StringComparison.Ordinal)
            ? [.. SqlTokenizer.Tokens(span.In(sql)).Where(token => token.Kind == SqlTokenKind.Symbol).Select(token => token.Start + span.Start).Where(at => source[at] == '?')]
            : [];
    }

    /// <summary>Where the table that is changed is named, in the composed text.</summary>
    public IReadOnlyList<SqlSpan> Targets => targets;

    /// <summary>The text by now.</summary>
    public string Sql => text.ToString();

    /// <summary>Adds words of our own.</summary>
    public ComposedText Add(string words)
    {
        text.Append(words);
        return this;
    }

    /// <summary>Adds the name of the table that is changed.</summary>
    public ComposedText Target(string name)
    {
        targets.Add(new SqlSpan(text.Length, text.Length + name.Length));
        return Add(name);
    }

    /// <summary>Adds a part of the statement.</summary>
    /// <param name="span">The part.</param>
    /// <param name="column">The column whose value it is; null when of none.</param>
    public ComposedText Take(SqlSpan span, string? column = null)
    {
        var at = span.Start;
        for (var i = 0; i < parameters.Count; i++)
        {
            if (parameters[i] >= span.Start && parameters[i] < span.End)
            {
                Copy(at, parameters[i], column);
                parts.Add(new Part(text.Length, 1, parameters[i], column));
                text.Append(string.Create(CultureInfo.InvariantCulture, $"${i + 1}"));
                at = parameters[i] + 1;
            }
        }

        Copy(at, span.End, column);
        return this;
    }

    /// <summary>Puts words such as EXPLAIN before the query.</summary>
    public ComposedText Explain(string words)
    {
        text.Insert(0, words);
        body = words.Length;
        for (var i = 0; i < parts.Count; i++)
        {
            parts[i] = parts[i] with { Start = parts[i].Start + body };
        }

        for (var i = 0; i < targets.Count; i++)
        {
            targets[i] = new SqlSpan(targets[i].Start + body, targets[i].End + body);
        }

        return this;
    }

    /// <summary>The whole as a statement.</summary>
    public StatementText Build()
    {
        var sql = Sql;
        return new StatementText(sql, sql[body..], body) { Origin = this };
    }

    /// <summary>Where in the statement a character of the composed text comes from; of our own words the part that follows them.</summary>
    public (int At, string? Column) Back(int at)
    {
        foreach (var part in parts)
        {
            if (at < part.Start + part.Length)
            {
                return (part.Origin + Math.Max(at - part.Start, 0), part.Column);
            }
        }

        return parts.Count == 0 ? (0, null) : (parts[^1].Origin + parts[^1].Length, parts[^1].Column);
    }

    /// <summary>The place in the whole text.</summary>
    public string Place(int at) => outer?.Place(Back(at).At) ?? TextPlace.Of(source, Back(at).At);

    private void Copy(int start, int end, string? column)
    {
        if (end > start)
        {
            parts.Add(new Part(text.Length, end - start, start, column));
            text.Append(source, start, end - start);
        }
    }

    private readonly record struct Part(int Start, int Length, int Origin, string? Column);
}
