using Talentys.Gateway.Postgres.Errors;
using Talentys.Gateway.Postgres.Messages;
using Talentys.Gateway.Postgres.Statements;

namespace Talentys.Gateway.Postgres.Sessions;

/// <summary>Answers the simple query: a text of any number of statements, which stops at the first failure.</summary>
internal sealed class SimpleQueries(Session session)
{
    /// <summary>Answers it, up to the message that the next may come. False when the client is gone.</summary>
    public async Task<bool> AnswerAsync(ClientMessage message)
    {
        PgStatement? current = null;
        try
        {
            var sql = Text(message);
            await session.Portals.CloseAsync("");
            var statements = StatementReader.Read(sql);
            if (statements.Count == 0)
            {
                session.Writer.Empty('I');
            }

            foreach (var statement in statements)
            {
                current = statement;
                await session.RunAsync(async cancellationToken =>
                {
                    session.Transaction.RequireSound(statement);
                    if (statements.Count > 1)
                    {
                        session.Transaction.BeginImplicit(statement);
                    }

                    await session.Portals.SpoolAsync(session.Services.SpoolFolder, cancellationToken);
                    var result = await statement.RunAsync(session, [], cancellationToken);
                    await ResultWriter.SendAsync(session, result, cancellationToken);
                    return true;
                });
            }

            await session.RunAsync(session.Transaction.EndImplicitAsync);
        }
        catch (Exception failure) when (session.Explain(failure, place => current?.Locate(place)) is { } error)
        {
            session.Writer.Error(error);
            session.Transaction.Fail();
            await session.RunAsync(session.Transaction.EndImplicitAsync);
            if (failure is PgException { IsFatal: true })
            {
                return false;
            }
        }

        session.Writer.Ready(session.Transaction.Status);
        await session.RunAsync(async cancellationToken =>
        {
            await session.Writer.FlushAsync(cancellationToken);
            return true;
        });
        return true;
    }

    private static string Text(ClientMessage message)
    {
        var body = message.Read();
        var sql = body.CString();
        body.End();
        return sql;
    }
}
