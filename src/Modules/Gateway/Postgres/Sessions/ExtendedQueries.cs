using Talentys.Gateway.Postgres.Errors;
using Talentys.Gateway.Postgres.Messages;
using Talentys.Gateway.Postgres.Statements;
using Talentys.Gateway.Postgres.Types;

namespace Talentys.Gateway.Postgres.Sessions;

/// <summary>Answers the extended query: parse, bind, describe, execute, close. After a failure everything is passed over up to Sync.</summary>
internal sealed class ExtendedQueries(Session session, MessageReader reader)
{
    private bool skipping;
    private PgStatement? current;

    /// <summary>Answers one message.</summary>
    public async Task AnswerAsync(ClientMessage message)
    {
        if (skipping)
        {
            return;
        }

        try
        {
            await session.RunAsync(async cancellationToken =>
            {
                await TakeAsync(message, cancellationToken);
                if (message.Type != 'E')
                {
                    cancellationToken.ThrowIfCancellationRequested(); // who cancels means what this prepares; what was carried out is told
                }

                return true;
            });
        }
        catch (Exception failure) when (session.Explain(failure, place => current?.Locate(place)) is { } error)
        {
            session.Writer.Error(error);
            session.Transaction.Fail();
            skipping = true;
        }
    }

    /// <summary>The client waits for the end of what it sent.</summary>
    public async Task SyncAsync()
    {
        skipping = false;
        try
        {
            await session.RunAsync(session.Transaction.EndImplicitAsync);
        }
        catch (Exception failure) when (session.Explain(failure, _ => null) is { } error)
        {
            session.Writer.Error(error);
        }

        await session.RunAsync(async cancellationToken =>
        {
            if (session.Transaction.Status == 'I')
            {
                await session.Portals.EndTransactionAsync(session.Services.SpoolFolder, cancellationToken);
            }

            session.Writer.Ready(session.Transaction.Status);
            await session.Writer.FlushAsync(cancellationToken);
            return true;
        });
    }

    private async Task TakeAsync(ClientMessage message, CancellationToken cancellationToken)
    {
        switch (message.Type)
        {
            case 'P':
                Parse(message);
                break;
            case 'B':
                await BindAsync(message, cancellationToken);
                break;
            case 'D':
                await DescribeAsync(message, cancellationToken);
                break;
            case 'E':
                await ExecuteAsync(message, cancellationToken);
                break;
            default:
                await CloseAsync(message);
                break;
        }
    }

    private void Parse(ClientMessage message)
    {
        var body = message.Read();
        var (name, sql) = (body.CString(), body.CString());
        var types = new int[body.Count(4)];
        for (var index = 0; index < types.Length; index++)
        {
            types[index] = body.Int32();
        }

        body.End();
        if (StatementReader.Read(sql) is var statements && statements.Count > 1)
        {
            throw new PgException("42601", "cannot insert multiple commands into a prepared statement");
        }

        var statement = statements.FirstOrDefault();
        if (statement is not null)
        {
            session.Transaction.RequireSound(statement);
        }

        if (name.Length == 0)
        {
            session.Prepared.Remove(name);
        }

        session.Prepared.Add(name, new Prepared(statement, types));
        session.Writer.Empty('1');
    }

    private async Task BindAsync(ClientMessage message, CancellationToken cancellationToken)
    {
        var bind = BindMessage.Read(message);
        var prepared = session.Prepared.Get(bind.Statement);
        current = prepared.Statement;
        if (current is not null)
        {
            session.Transaction.RequireSound(current);
        }

        // the engine is asked only for the types that the client left open
        var types = prepared.Declares(bind.Values.Count)
            ? prepared.Declared
            : (await prepared.DescribeAsync(session, cancellationToken)).Parameters;
        if (bind.Values.Count != types.Count)
        {
            throw new PgException(
                "08P01", $"bind message supplies {bind.Values.Count} parameters, but prepared statement \"{bind.Statement}\" requires {types.Count}");
        }

        var values = bind.Values.Select((value, index) => ParameterValue.Read(
            PgType.Find(types[index]) ?? throw new PgException("0A000", $"Parameter ${index + 1} has a type that is not known here ({types[index]}).", "Send it as text, or cast it."),
            bind.IsBinary(index), value, index + 1));
        await session.Portals.AddAsync(bind.Portal, new Portal(current, [.. values], bind.WantsBinary));
        session.Writer.Empty('2');
    }

    private async Task DescribeAsync(ClientMessage message, CancellationToken cancellationToken)
    {
        var (sort, name) = Named(message);
        if (sort == 'S')
        {
            var prepared = session.Prepared.Get(name);
            current = prepared.Statement;
            await session.Portals.SpoolAsync(session.Services.SpoolFolder, cancellationToken);
            var shape = await prepared.DescribeAsync(session, cancellationToken);
            session.Writer.Parameters(shape.Parameters);
            Tell(shape.Columns, _ => false);
            return;
        }

        var portal = session.Portals.Get(name);
        current = portal.Statement;
        if (current is QueryStatement { Writes: false } or ShowStatement)
        {
            // it begins to run: its rows know their columns, and the engine need not be asked twice
            await StartAsync(portal, cancellationToken);
            Tell(portal.Result is { } rows ? PgColumn.Of(rows.Schema) : null, portal.Binary);
        }
        else
        {
            var columns = portal.Result is { } open
                ? PgColumn.Of(open.Schema)
                : current is null or QueryStatement { GivesRows: false } ? null : (await current.DescribeAsync(session, [], cancellationToken)).Columns;
            Tell(columns, portal.Binary);
        }
    }

    private async Task ExecuteAsync(ClientMessage message, CancellationToken cancellationToken)
    {
        var body = message.Read();
        var (name, limit) = (body.CString(), body.Int32());
        body.End();
        var portal = session.Portals.Get(name);
        current = portal.Statement;
        if (current is null)
        {
            session.Writer.Empty('I');
            return;
        }

        session.Transaction.RequireSound(current);
        await StartAsync(portal, cancellationToken);
        await ResultWriter.SendAsync(session, portal, Math.Max(limit, 0), cancellationToken);
    }

    private async Task StartAsync(Portal portal, CancellationToken cancellationToken)
    {
        if (portal.Run is null)
        {
            await session.Portals.SpoolAsync(session.Services.SpoolFolder, cancellationToken);

            // up to Sync all is one transaction; a statement that writes and comes alone needs none, and is tried again when others come between.
            // A client gets no answer before it sends more, so that what follows can be waited for
            if (portal.Statement is QueryStatement { Writes: true } && session.Transaction.IsNone && await reader.PeekAsync(cancellationToken) != 'S')
            {
                session.Transaction.BeginImplicit(portal.Statement);
            }

            portal.Run = await portal.Statement!.RunAsync(session, portal.Parameters, cancellationToken);
        }
    }

    private async Task CloseAsync(ClientMessage message)
    {
        var (sort, name) = Named(message);
        if (sort == 'S')
        {
            session.Prepared.Remove(name);
        }
        else
        {
            await session.Portals.CloseAsync(name);
        }

        session.Writer.Empty('3');
    }

    private void Tell(IReadOnlyList<PgColumn>? columns, Func<int, bool> binary)
    {
        if (columns is null)
        {
            session.Writer.Empty('n');
        }
        else
        {
            session.Writer.Columns(columns, binary);
        }
    }

    private static (char Sort, string Name) Named(ClientMessage message)
    {
        var body = message.Read();
        var (sort, name) = ((char)body.Byte(), body.CString());
        body.End();
        return sort is 'S' or 'P' ? (sort, name) : throw new PgException("08P01", "Neither a statement nor a portal is named.");
    }
}
