using Talentys.Contracts;
using Talentys.Ui.Api;
using Talentys.Ui.Kit;

namespace Talentys.Ui.Features.Sql;

/// <summary>One run of a statement, as the page sees it.</summary>
public sealed class ResultRun(SqlStatement statement, string? id)
{
    /// <summary>The statement and where it began in its draft.</summary>
    public SqlStatement Statement { get; } = statement;

    /// <summary>Whose view of the tables it takes; null for the user's own.</summary>
    public string? As { get; init; }

    /// <summary>Whether it tells the plan of the statement and not its rows.</summary>
    public bool IsPlan => Statement.Explain.Length > 0 || PlanTree.Explains(Statement.Sql);

    /// <summary>Identifier of its result; null until it was sent.</summary>
    public string? Id { get; set; } = id;

    /// <summary>The result as the server told it last; null until it did.</summary>
    public ResultDto? Result { get; set; }

    /// <summary>Why it could not be begun or followed, or null.</summary>
    public ApiException? Failure { get; set; }

    /// <summary>Whether the server does not have the result any more.</summary>
    public bool IsGone { get; set; }

    /// <summary>Whether it waits until the one before it has ended.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>Whether it was not begun, because the one before it did not succeed or all were stopped.</summary>
    public bool IsSkipped { get; set; }

    /// <summary>Whether it is being followed.</summary>
    public bool IsFollowed { get; set; }

    /// <summary>Whether it was asked to stop.</summary>
    public bool IsCancelling { get; set; }

    /// <summary>When it began, by this browser's clock.</summary>
    public DateTimeOffset Began { get; set; } = TimeProvider.System.GetUtcNow();

    /// <summary>How its rows are sorted.</summary>
    public GridSort Sort { get; set; } = GridSort.None;

    /// <summary>Whether its chart is shown in place of its rows.</summary>
    public bool ShowsChart { get; set; }

    /// <summary>What is drawn in its chart; null for what its columns suggest.</summary>
    public ChartChoice? Chart { get; set; }

    /// <summary>Whether it goes on.</summary>
    public bool IsBusy => IsWaiting || (IsFollowed && Result is null or { State: "running" });

    /// <summary>Where the statement begins in a text that may have changed since; null where it is not in it any more.</summary>
    public int? StartIn(string text)
    {
        if (string.CompareOrdinal(text, Statement.Start, Statement.Sql, 0, Statement.Sql.Length) == 0)
        {
            return Statement.Start;
        }

        var at = text.IndexOf(Statement.Sql, StringComparison.Ordinal);
        return at < 0 ? null : at;
    }

    /// <summary>The fault of the statement, by whichever way it came; null for none.</summary>
    public ProblemFault? Fault => (Result?.Fault
        ?? (Failure?.Problem is not { } problem ? null : problem.Faults is [var first, ..] ? first : new ProblemFault(problem.Code, problem.Detail, problem.Place, problem.Mend))) is { } fault
            ? InStatement(fault) : null;

    // what was put before the statement is not in the draft
    private ProblemFault InStatement(ProblemFault fault) =>
        Statement.Explain.Length > 0 && fault.Position is { Line: 1 } position && position.Column > Statement.Explain.Length
            ? fault with
            {
                Place = TextPlace.At(1, position.Column - Statement.Explain.Length),
                Position = position with { Column = position.Column - Statement.Explain.Length },
            }
            : fault;
}
