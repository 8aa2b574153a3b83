using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Talentys.Gateway.Postgres.Errors;

namespace Talentys.Gateway.Postgres.Messages;

/// <summary>
/// Reads a client's messages. Bytes are taken from the connection all the time, up to a bound, so that a client that leaves is
/// seen while its statement runs.
/// </summary>
internal sealed class MessageReader(Stream stream, int longest)
{
    private const int ReadAhead = 1024 * 1024;
    private readonly Pipe pipe = new(new PipeOptions(pauseWriterThreshold: ReadAhead, resumeWriterThreshold: ReadAhead / 2, useSynchronizationContext: false));

    /// <summary>Longest message that is taken.</summary>
    public int Longest { get; set; } = longest;

    /// <summary>Takes bytes from the connection until it ends.</summary>
    /// <param name="left">Called when the client is gone.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task PumpAsync(Action left, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var read = await stream.ReadAsync(pipe.Writer.GetMemory(8192), cancellationToken);
                if (read == 0)
                {
                    break;
                }

                pipe.Writer.Advance(read);
                if ((await pipe.Writer.FlushAsync(cancellationToken)).IsCompleted)
                {
                    break;
                }
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // the same as an end
        }

        await pipe.Writer.CompleteAsync();
        left();
    }

    /// <summary>The next message; null when there will be none.</summary>
    /// <exception cref="PgException"><c>08P01</c>: it cannot be one, and nothing after it can be understood.</exception>
    public async ValueTask<ClientMessage?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await pipe.Reader.ReadAsync(cancellationToken);
            if (TryTake(read.Buffer, out var message, out var end))
            {
                pipe.Reader.AdvanceTo(end);
                return message;
            }

            if (read.IsCompleted)
            {
                pipe.Reader.AdvanceTo(read.Buffer.End);
                return null;
            }

            // a message that is longer than what is read ahead is taken as it comes
            if (read.Buffer.Length >= ReadAhead)
            {
                return await ReadLongAsync(read.Buffer, cancellationToken);
            }

            pipe.Reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>The letter of the next message, which is not taken; null when there will be none.</summary>
    public async ValueTask<char?> PeekAsync(CancellationToken cancellationToken)
    {
        var read = await pipe.Reader.ReadAsync(cancellationToken);
        char? letter = read.Buffer.IsEmpty ? null : (char)read.Buffer.FirstSpan[0];
        pipe.Reader.AdvanceTo(read.Buffer.Start);
        return letter;
    }

    public ValueTask CompleteAsync() => pipe.Reader.CompleteAsync();

    private bool TryTake(ReadOnlySequence<byte> buffer, out ClientMessage message, out SequencePosition end)
    {
        message = default;
        end = buffer.Start;
        if (buffer.Length < 5)
        {
            return false;
        }

        var (type, length) = Head(buffer);
        if (buffer.Length < 1 + length)
        {
            return false;
        }

        message = new ClientMessage(type, buffer.Slice(5, length - 4).ToArray());
        end = buffer.GetPosition(1 + length);
        return true;
    }

    private (char Type, long Length) Head(ReadOnlySequence<byte> buffer)
    {
        Span<byte> head = stackalloc byte[5];
        buffer.Slice(0, 5).CopyTo(head);
        var length = BinaryPrimitives.ReadInt32BigEndian(head[1..]);
        return length < 4 || !char.IsAsciiLetter((char)head[0])
            ? throw new PgException("08P01", "A message begins with an invalid length or letter.") { IsFatal = true }
            : length > Longest
                ? throw new PgException("54000", $"A message of {length:N0} bytes is too long.", $"{Longest:N0} bytes is the most; send less at once.") { IsFatal = true }
                : ((char)head[0], length);
    }

    private async ValueTask<ClientMessage?> ReadLongAsync(ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
    {
        var (type, length) = Head(buffer);
        var body = new ArrayBufferWriter<byte>((int)Math.Min(length, 2 * ReadAhead)); // grows by what came, not by what was announced
        var part = buffer.Slice(5);
        while (true)
        {
            var missing = length - 4 - body.WrittenCount;
            var taken = part.Slice(0, Math.Min(missing, part.Length));
            foreach (var segment in taken)
            {
                body.Write(segment.Span);
            }

            pipe.Reader.AdvanceTo(taken.End);
            if (body.WrittenCount == length - 4)
            {
                return new ClientMessage(type, body.WrittenMemory);
            }

            var read = await pipe.Reader.ReadAsync(cancellationToken);
            if (read.IsCompleted && read.Buffer.IsEmpty)
            {
                pipe.Reader.AdvanceTo(read.Buffer.End);
                return null;
            }

            part = read.Buffer;
        }
    }
}
