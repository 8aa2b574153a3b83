using Talentys.Kernel;

namespace Talentys.Query.Statements;

/// <summary>A name of one part, without its quotes.</summary>
/// <param name="Text">The name.</param>
/// <param name="Span">Where it stands, quotes included.</param>
internal sealed record SqlIdentifier(string Text, SqlSpan Span);

/// <summary>A name of parts with dots between: a table, or a field in a column.</summary>
/// <param name="Parts">One at least.</param>
/// <param name="Span">Where it stands.</param>
internal sealed record SqlName(IReadOnlyList<SqlIdentifier> Parts, SqlSpan Span)
{
    /// <summary>The last part.</summary>
    public string Last => Parts[^1].Text;

    /// <summary>The part before, or null.</summary>
    public string? Schema => Parts.Count > 1 ? Parts[^2].Text : null;

    /// <summary>The part before that, or null.</summary>
    public string? Catalog => Parts.Count > 2 ? Parts[^3].Text : null;

    /// <summary>As the name of a table, whose first of three parts is not looked at.</summary>
    public TableName Table => new(Schema ?? TableName.DefaultSchema, Last);

    /// <summary>The parts with dots between, without quotes.</summary>
    public string Path => string.Join('.', Parts.Select(part => part.Text));
}
