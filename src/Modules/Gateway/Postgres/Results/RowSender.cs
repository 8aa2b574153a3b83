using Talentys.Gateway.Postgres.Messages;
using Talentys.Gateway.Postgres.Types;

namespace Talentys.Gateway.Postgres.Results;

/// <summary>Sends rows as they come; the buffer goes out whenever it is full, so that a slow client slows the engine.</summary>
internal static class RowSender
{
    /// <summary>Sends rows.</summary>
    /// <param name="result">Where they come from.</param>
    /// <param name="encoder">Writes their values.</param>
    /// <param name="write">Writes the message of a row.</param>
    /// <param name="limit">The most; 0 for all.</param>
    /// <param name="writer">Where they go.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    /// <returns>How many there were, and whether there are no more.</returns>
    public static async ValueTask<(long Rows, bool Ended)> SendAsync(
        OpenResult result, RowEncoder encoder, Action<OutBuffer, int> write, long limit, ProtocolWriter writer, CancellationToken cancellationToken)
    {
        long sent = 0;
        while (limit == 0 || sent < limit)
        {
            if (await result.CurrentAsync(cancellationToken) is not { } batch)
            {
                return (sent, true);
            }

            encoder.Load(batch);
            var last = limit == 0 ? batch.Length : (int)Math.Min(batch.Length, result.Next + limit - sent);
            while (result.Next < last)
            {
                sent += Fill(result, last, write, writer);
                if (writer.IsFull)
                {
                    await writer.FlushAsync(cancellationToken);
                }
            }
        }

        return (sent, false);
    }

    /// <summary>Passes rows over.</summary>
    public static async ValueTask<(long Rows, bool Ended)> SkipAsync(OpenResult result, long limit, CancellationToken cancellationToken)
    {
        long passed = 0;
        while (limit == 0 || passed < limit)
        {
            if (await result.CurrentAsync(cancellationToken) is not { } batch)
            {
                return (passed, true);
            }

            var count = limit == 0 ? batch.Length - result.Next : (int)Math.Min(batch.Length - result.Next, limit - passed);
            result.Next += count;
            passed += count;
        }

        return (passed, false);
    }

    private static int Fill(OpenResult result, int last, Action<OutBuffer, int> write, ProtocolWriter writer)
    {
        var first = result.Next;
        var row = first;
        while (row < last && !writer.IsFull)
        {
            write(writer.Buffer, row++);
        }

        result.Next = row;
        return row - first;
    }
}
