using Talentys.Gateway.Postgres.Errors;
using Talentys.Gateway.Postgres.Sessions;
using Talentys.Gateway.Postgres.Statements;
using Talentys.Gateway.Postgres.Types;

namespace Talentys.Gateway.Postgres.Cursors;

/// <summary>DECLARE c CURSOR FOR query.</summary>
internal sealed class DeclareStatement(string name, bool binary, bool hold, PgStatement query) : PgStatement
{
    public static DeclareStatement Read(StatementWords words)
    {
        var name = words.Name();
        var binary = false;
        while (!words.Takes("CURSOR"))
        {
            if (words.Takes("BINARY"))
            {
                binary = true;
            }
            else if (words.Takes("SCROLL"))
            {
                throw new PgException(new PgError("0A000", "Cursors go forward only.") { Hint = "Leave SCROLL out.", Position = words.RestStart + 1 });
            }
            else if (!words.Takes("INSENSITIVE") && !words.Takes("ASENSITIVE") && !words.Takes("NO", "SCROLL"))
            {
                throw words.Unexpected();
            }
        }

        var hold = words.Takes("WITH", "HOLD");
        if (!hold)
        {
            words.Takes("WITHOUT", "HOLD");
        }

        if (!words.Takes("FOR") || words.IsAtEnd)
        {
            throw words.Unexpected();
        }

        return new DeclareStatement(name, binary, hold, new QueryStatement(words.Rest()) { Start = words.RestStart }) { Start = words.Start };
    }

    public override async ValueTask<StatementShape> DescribeAsync(Session session, IReadOnlyList<int> declared, CancellationToken cancellationToken) =>
        (await query.DescribeAsync(session, declared, cancellationToken)) with { Columns = null };

    public override int? Locate(string? place) => query.Locate(place);

    public override async ValueTask<StatementResult> RunAsync(
        Session session, IReadOnlyList<ParameterValue> parameters, CancellationToken cancellationToken)
    {
        if (!hold)
        {
            session.Transaction.RequireBlock("DECLARE CURSOR");
        }

        var run = await query.RunAsync(session, parameters, cancellationToken);
        var portal = new Portal(query, parameters, _ => binary) { Hold = hold, Run = run, IsHeld = hold && session.Transaction.Status == 'I' };
        try
        {
            await session.Portals.AddAsync(name, portal);
        }
        catch (PgException)
        {
            await portal.DisposeAsync();
            throw;
        }

        return new StatementResult("DECLARE CURSOR");
    }
}

/// <summary>CLOSE c.</summary>
internal sealed class CloseStatement(string? name) : PgStatement
{
    public static CloseStatement Read(StatementWords words)
    {
        var name = words.Takes("ALL") ? null : words.Name();
        words.End();
        return new CloseStatement(name) { Start = words.Start };
    }

    public override async ValueTask<StatementResult> RunAsync(
        Session session, IReadOnlyList<ParameterValue> parameters, CancellationToken cancellationToken)
    {
        if (name is null)
        {
            await session.Portals.CloseAllAsync();
        }
        else if (!await session.Portals.CloseAsync(name))
        {
            throw PortalList.Missing(name);
        }

        return new StatementResult(name is null ? "CLOSE CURSOR ALL" : "CLOSE CURSOR");
    }
}
