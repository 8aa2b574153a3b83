using Talentys.Gateway.Postgres.Results;
using Talentys.Gateway.Postgres.Sessions;
using Talentys.Gateway.Postgres.Types;

namespace Talentys.Gateway.Postgres.Statements;

/// <summary>SHOW of a setting, or of all. SHOW of tables goes to the query path.</summary>
internal sealed class ShowStatement(string? name) : PgStatement
{
    private static readonly string[] AllColumns = ["name", "setting", "description"];

    private IReadOnlyList<string> Columns => name is null ? AllColumns : [SessionSettings.Spelled(name)];

    /// <summary>Null when it is about something else than settings.</summary>
    public static ShowStatement? Read(StatementWords words)
    {
        if (words.Peek() == "ALL" && words.Peek(1) == "TABLES")
        {
            return null;
        }

        if (words.Takes("ALL"))
        {
            return new ShowStatement(null) { Start = words.Start };
        }

        if (words.Takes("TIME", "ZONE"))
        {
            return new ShowStatement("TimeZone") { Start = words.Start };
        }

        if (words.Takes("TRANSACTION", "ISOLATION", "LEVEL"))
        {
            return new ShowStatement("transaction_isolation") { Start = words.Start };
        }

        if (words.IsAtEnd || words.Peek() is "TABLES" or "SCHEMAS" or "DATABASES" or "COLUMNS" or "FUNCTIONS" or "VIEWS")
        {
            return null;
        }

        var name = words.Name();
        while (words.TakesSymbol('.'))
        {
            name += "." + words.Name();
        }

        return words.IsAtEnd ? new ShowStatement(name) { Start = words.Start } : null;
    }

    public override ValueTask<StatementShape> DescribeAsync(Session session, IReadOnlyList<int> declared, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new StatementShape([.. declared], PgColumn.Of(MemoryRows.SchemaOf(Columns))));

    public override ValueTask<StatementResult> RunAsync(
        Session session, IReadOnlyList<ParameterValue> parameters, CancellationToken cancellationToken)
    {
        IReadOnlyList<IReadOnlyList<string?>> rows = name is null
            ? [.. session.Settings.All().Select(setting => new[] { setting.Name, setting.Value, "" })]
            : [[session.Settings.Show(name)]];
        return ValueTask.FromResult(StatementResult.Of("SHOW", new MemoryRows(Columns, rows)));
    }
}
