using System.Globalization;
using Apache.Arrow;
using Talentys.Gateway.Postgres.Copies;
using Talentys.Gateway.Postgres.Results;
using Talentys.Gateway.Postgres.Statements;
using Talentys.Gateway.Postgres.Types;

namespace Talentys.Gateway.Postgres.Sessions;

/// <summary>Sends what a statement gave: columns, rows, or a COPY, and its tag.</summary>
internal static class ResultWriter
{
    /// <summary>Sends all of it, as the answer to a simple query.</summary>
    public static async Task SendAsync(Session session, StatementResult result, CancellationToken cancellationToken)
    {
        if (result.Rows is not { } rows)
        {
            session.Writer.Complete(result.Tag);
            return;
        }

        try
        {
            if (result.Copy is { } copy)
            {
                await CopyAsync(session, rows, copy, cancellationToken);
                return;
            }

            Columns(session, rows.Schema, _ => false);
            var encoder = Encoder(session, rows.Schema, _ => false);
            var (sent, _) = await RowSender.SendAsync(rows, encoder, encoder.Write, result.Limit, session.Writer, cancellationToken);
            session.Writer.Complete(TagOf(result, sent));
        }
        finally
        {
            if (!result.Keep)
            {
                await rows.DisposeAsync();
            }
        }
    }

    /// <summary>Sends rows of a portal, as many as the client wants.</summary>
    public static async Task SendAsync(Session session, Portal portal, long limit, CancellationToken cancellationToken)
    {
        var result = portal.Run!;
        if (result.Rows is not { } rows)
        {
            session.Writer.Complete(result.Tag);
            return;
        }

        if (result.Copy is { } copy)
        {
            portal.IsDone = true;
            await CopyAsync(session, rows, copy, cancellationToken);
            return;
        }

        portal.Encoder ??= Encoder(session, rows.Schema, portal.Binary);
        var most = result.Limit > 0 && (limit == 0 || result.Limit < limit) ? result.Limit : limit;
        var (sent, ended) = portal.IsDone
            ? (0, true)
            : await RowSender.SendAsync(rows, portal.Encoder, portal.Encoder.Write, most, session.Writer, cancellationToken);
        if (ended || (result.Limit > 0 && sent == result.Limit))
        {
            portal.IsDone = true;
            session.Writer.Complete(TagOf(result, sent));
            if (!result.Keep)
            {
                await rows.DisposeAsync(); // its place at the engine goes to the next
            }
        }
        else
        {
            session.Writer.Empty('s');
        }
    }

    /// <summary>Tells the columns.</summary>
    public static void Columns(Session session, Schema schema, Func<int, bool> binary) =>
        session.Writer.Columns(PgColumn.Of(schema), binary);

    private static RowEncoder Encoder(Session session, Schema schema, Func<int, bool> binary) => new(schema, binary, session.Settings.Zone);

    private static async Task CopyAsync(Session session, OpenResult rows, CopyOptions options, CancellationToken cancellationToken)
    {
        var binary = options.Format == CopyFormat.Binary;
        var encoder = Encoder(session, rows.Schema, _ => binary);
        var copy = new CopyWriter(options, rows.Schema, encoder);
        session.Writer.CopyOut(binary, encoder.Columns);
        copy.Begin(session.Writer.Buffer);
        var (sent, _) = await RowSender.SendAsync(rows, encoder, copy.Write, 0, session.Writer, cancellationToken);
        copy.End(session.Writer.Buffer);
        session.Writer.Empty('c');
        session.Writer.Complete(string.Create(CultureInfo.InvariantCulture, $"COPY {sent}"));
        await rows.DisposeAsync();
    }

    private static string TagOf(StatementResult result, long rows) =>
        result.Counts ? string.Create(CultureInfo.InvariantCulture, $"{result.Tag} {rows}") : result.Tag;
}
