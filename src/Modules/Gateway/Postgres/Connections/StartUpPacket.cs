using System.Buffers.Binary;
using Talentys.Gateway.Postgres.Errors;
using Talentys.Gateway.Postgres.Messages;

namespace Talentys.Gateway.Postgres.Connections;

/// <summary>The first message of a connection, which has no letter.</summary>
/// <param name="Code">The version of the protocol, or one of the requests below.</param>
/// <param name="Body">What follows.</param>
internal readonly record struct StartUpPacket(int Code, byte[] Body)
{
    public const int CancelRequest = 80877102;
    public const int TlsRequest = 80877103;
    public const int GssRequest = 80877104;
    private const int Longest = 10_000;

    /// <summary>The major version.</summary>
    public int Major => Code >> 16;

    public int Minor => Code & 0xFFFF;

    /// <summary>Reads one; exactly its bytes, for what follows may be the beginning of TLS.</summary>
    /// <exception cref="PgException"><c>08P01</c>.</exception>
    public static async Task<StartUpPacket> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new byte[8];
        await stream.ReadExactlyAsync(head, cancellationToken);
        var length = BinaryPrimitives.ReadInt32BigEndian(head);
        if (head is [(byte)'X', 0, 0, 0, 4, ..])
        {
            throw new EndOfStreamException("The client left before it began.");
        }

        if (length is < 8 or > Longest)
        {
            throw new PgException("08P01", "invalid length of startup packet", "This port speaks PostgreSQL's protocol.") { IsFatal = true };
        }

        var body = new byte[length - 8];
        await stream.ReadExactlyAsync(body, cancellationToken);
        return new StartUpPacket(BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(4)), body);
    }

    /// <summary>Names and values.</summary>
    public Dictionary<string, string> Parameters()
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        var body = new BodyReader(Body);
        while (!body.IsAtEnd && body.CString() is { Length: > 0 } name)
        {
            parameters[name] = body.CString();
        }

        return parameters;
    }

    /// <summary>The settings of <c>options</c>: <c>-c name=value --name=value</c>.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Options(string text)
    {
        var words = text.Replace("\\ ", "\u0001", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.Replace('\u0001', ' ')).ToList();
        for (var index = 0; index < words.Count; index++)
        {
            var word = words[index];
            var setting = word == "-c" && index + 1 < words.Count ? words[++index]
                : word.StartsWith("-c", StringComparison.Ordinal) || word.StartsWith("--", StringComparison.Ordinal) ? word[2..]
                : "";
            var equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                yield return new KeyValuePair<string, string>(setting[..equals].Replace('-', '_'), setting[(equals + 1)..]);
            }
        }
    }
}
