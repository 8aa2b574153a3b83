using Talentys.Gateway.Postgres.Results;
using Talentys.Gateway.Postgres.Sessions;
using Talentys.Gateway.Postgres.Types;

namespace Talentys.Gateway.Postgres.Statements;

/// <summary>
/// <c>SELECT pg_advisory_unlock_all()</c>, by which pools clear a session before each of its users: nothing is ever locked, so that it
/// need not cost as much as what they ask.
/// </summary>
internal sealed class UnlockStatement : PgStatement
{
    private const string Function = "pg_advisory_unlock_all";

    private static readonly string[] Columns = [Function];

    /// <summary>Null when it is another statement.</summary>
    public static UnlockStatement? Read(StatementWords words) =>
        words.Takes(Function.ToUpperInvariant()) && words.TakesSymbol('(') && words.TakesSymbol(')') && words.IsAtEnd ? new UnlockStatement { Start = words.Start } : null;

    public override ValueTask<StatementShape> DescribeAsync(Session session, IReadOnlyList<int> declared, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new StatementShape([.. declared], PgColumn.Of(MemoryRows.SchemaOf(Columns))));

    public override ValueTask<StatementResult> RunAsync(Session session, IReadOnlyList<ParameterValue> parameters, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new StatementResult("SELECT") { Rows = new OpenResult(new MemoryRows(Columns, [[""]])) });
}
