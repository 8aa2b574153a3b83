using Talentys.Gateway.Postgres.Errors;
using Talentys.Gateway.Postgres.Results;
using Talentys.Gateway.Postgres.Sessions;
using Talentys.Gateway.Postgres.Statements;
using Talentys.Gateway.Postgres.Types;

namespace Talentys.Gateway.Postgres.Cursors;

/// <summary>FETCH and MOVE, forward.</summary>
/// <param name="name">The cursor.</param>
/// <param name="count">How many rows; 0 for all that are left.</param>
/// <param name="none">No row at all: FETCH 0.</param>
/// <param name="move">Rows are passed over.</param>
internal sealed class FetchStatement(string name, long count, bool none, bool move) : PgStatement
{
    public static FetchStatement Read(StatementWords words)
    {
        var move = words.First == "MOVE";
        var (count, none) = (1L, false);
        if (words.Takes("NEXT"))
        {
            count = 1;
        }
        else if (words.Takes("ALL"))
        {
            count = 0;
        }
        else if (words.Takes("FORWARD"))
        {
            if (words.Takes("ALL"))
            {
                count = 0;
            }
            else if (words.TakesNumber(out var given))
            {
                (count, none) = (given, given == 0);
            }
        }
        else if (words.TakesNumber(out var number))
        {
            (count, none) = (number, number == 0);
        }
        else if (words.Peek() is "BACKWARD" or "PRIOR" or "FIRST" or "LAST" or "ABSOLUTE" or "RELATIVE" && words.Peek(1) is not "")
        {
            throw Backward();
        }

        if (!words.Takes("FROM"))
        {
            words.Takes("IN");
        }

        var name = words.Name();
        words.End();
        return count >= 0 ? new FetchStatement(name, count, none, move) { Start = words.Start } : throw Backward();
    }

    public override ValueTask<StatementShape> DescribeAsync(Session session, IReadOnlyList<int> declared, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new StatementShape(
            [.. declared], move || session.Portals.Get(name).Result is not { } rows ? null : PgColumn.Of(rows.Schema)));

    public override async ValueTask<StatementResult> RunAsync(
        Session session, IReadOnlyList<ParameterValue> parameters, CancellationToken cancellationToken)
    {
        var portal = session.Portals.Get(name);
        portal.Run ??= portal.Statement is QueryStatement { Writes: false } bound ? await bound.RunAsync(session, portal.Parameters, cancellationToken) : null; // a portal of the protocol, not yet asked
        var rows = portal.Result ?? throw new PgException("55000", $"portal \"{name}\" gives no rows");
        if (move)
        {
            var (passed, _) = none ? (0, false) : await RowSender.SkipAsync(rows, count, cancellationToken);
            return new StatementResult($"MOVE {passed}") { Counts = false };
        }

        return none
            ? new StatementResult("FETCH") { Rows = new OpenResult(new NoRows(rows.Schema)) }
            : new StatementResult("FETCH") { Rows = rows, Limit = count, Keep = true };
    }

    private static PgException Backward() => new("55000", "cursor can only scan forward", "Declare it again to begin anew.");
}
