namespace Talentys.Query.Statements;

/// <summary>A part of a text, by its characters.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends; the character there belongs to it no more.</param>
internal readonly record struct SqlSpan(int Start, int End)
{
    /// <summary>Its characters.</summary>
    public int Length => End - Start;

    /// <summary>The part of a text.</summary>
    public string In(string sql) => sql[Start..End];
}
