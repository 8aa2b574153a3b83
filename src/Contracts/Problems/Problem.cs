namespace Talentys.Contracts;

/// <summary>Body of every failed request: problem details (RFC 9457) with what is needed to mend it.</summary>
/// <param name="Type">Always <c>about:blank</c>: <paramref name="Code"/> tells the sort.</param>
/// <param name="Title">Words of the status code.</param>
/// <param name="Status">HTTP status code.</param>
/// <param name="Code">Stable dotted code for programs, for example <c>query.function_denied</c>.</param>
/// <param name="Detail">One sentence for people.</param>
/// <param name="Place">Where it is: a file with line and column, a field, a position in a statement.</param>
/// <param name="Mend">What to do about it.</param>
/// <param name="Faults">Every fault, the first one included.</param>
/// <param name="RequestId">Identifies the request in the logs.</param>
public sealed record Problem(
    string Type,
    string Title,
    int Status,
    string Code,
    string Detail,
    string? Place,
    string? Mend,
    IReadOnlyList<ProblemFault> Faults,
    string RequestId);

/// <summary>One of the faults of a <see cref="Problem"/>.</summary>
/// <param name="Code">Stable dotted code.</param>
/// <param name="Message">One sentence for people.</param>
/// <param name="Place">Where it is.</param>
/// <param name="Mend">What to do about it.</param>
public sealed record ProblemFault(string Code, string Message, string? Place, string? Mend)
{
    /// <summary>The place in numbers where it is one in a text; null for another sort of place.</summary>
    public TextPosition? Position { get; init; }

    /// <summary>The name that was probably meant in place of the one that is wrong, or null.</summary>
    public string? Nearest { get; init; }
}

/// <summary>A part of a text.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Length">Characters; 0 where that is not known.</param>
public sealed record TextPosition(int Line, int Column, int Length);
