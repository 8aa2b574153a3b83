namespace Talentys.Kernel;

/// <summary>One expected failure, told so that a person can mend it.</summary>
/// <param name="Kind">What sort of failure it is.</param>
/// <param name="Code">Stable dotted code for programs, <c>area.what</c>, for example <c>query.function_denied</c>.</param>
/// <param name="Message">One sentence for people, without secrets and without stack traces.</param>
/// <param name="Place">Where it is: <c>sources/erp.yml:4:3</c>, a column, a position in a statement.</param>
/// <param name="Mend">What to do about it, one sentence.</param>
public sealed record Fault(FaultKind Kind, string Code, string Message, string? Place = null, string? Mend = null)
{
    /// <summary>Before this time has passed, trying again is in vain; null where that is not known. HTTP tells it as <c>Retry-After</c>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Characters of what is wrong at a place of a text; null where that is not known.</summary>
    public int? Length { get; init; }

    /// <summary>The name that was probably meant; null where none is near.</summary>
    public string? Nearest { get; init; }

    /// <summary>Wrong input.</summary>
    public static Fault Invalid(string code, string message, string? place = null, string? mend = null) =>
        new(FaultKind.Invalid, code, message, place, mend);

    /// <summary>Missing, or not to be seen by this principal.</summary>
    public static Fault NotFound(string code, string message, string? mend = null) =>
        new(FaultKind.NotFound, code, message, null, mend);

    /// <summary>The work was tried and failed.</summary>
    public static Fault Failed(string code, string message, string? place = null, string? mend = null) =>
        new(FaultKind.Failed, code, message, place, mend);

    /// <summary>Place, message and mend on one line, as the terminal and logs show them.</summary>
    public override string ToString()
    {
        var place = Place is null ? "" : $"{Place}: ";
        var mend = Mend is null ? "" : $" {Mend}";
        return $"{place}{Message}{mend}";
    }
}
