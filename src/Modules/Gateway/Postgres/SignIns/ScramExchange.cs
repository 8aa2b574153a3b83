using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Talentys.Gateway.Postgres.Errors;

namespace Talentys.Gateway.Postgres.SignIns;

/// <summary>The server's side of SCRAM-SHA-256 (RFC 5802, 7677), without and with binding to the TLS connection.</summary>
internal sealed class ScramExchange
{
    public const string Plain = "SCRAM-SHA-256";
    public const string Bound = "SCRAM-SHA-256-PLUS";

    private readonly byte[]? certificate;
    private readonly byte[] header;
    private readonly string clientFirst;
    private readonly string nonce;
    private string serverFirst = "";

    private ScramExchange(byte[]? certificate, byte[] header, string clientFirst, string nonce)
    {
        (this.certificate, this.header, this.clientFirst, this.nonce) = (certificate, header, clientFirst, nonce);
    }

    /// <summary>The messages that the proof is made for.</summary>
    public byte[] Messages { get; private set; } = [];

    /// <summary>Takes the first message of a client.</summary>
    /// <param name="mechanism">What it chose.</param>
    /// <param name="message">The message.</param>
    /// <param name="certificate">Hash of our certificate; null without TLS.</param>
    public static ScramExchange Begin(string mechanism, string message, byte[]? certificate)
    {
        var bound = mechanism == Bound && certificate is not null;
        if (!bound && mechanism != Plain)
        {
            throw new PgException("28000", $"The client chose {mechanism}, which was not offered.") { IsFatal = true };
        }

        // gs2-header: channel binding, authorization identity; then the message proper
        var parts = message.Split(',', 3);
        if (parts.Length < 3 || parts[1].Length > 0 || message.Any(char.IsControl))
        {
            throw Malformed();
        }

        var expected = bound ? parts[0] == "p=tls-server-end-point" : parts[0] is "n" or "y";
        if (!expected || (parts[0] == "y" && certificate is not null))
        {
            // it could bind and was made to believe that we cannot
            throw new PgException("28000", "The client and the server do not agree on channel binding.") { IsFatal = true };
        }

        var given = Attribute(parts[2], 'r');
        return given.Length < 8 || parts[2].StartsWith("m=", StringComparison.Ordinal)
            ? throw Malformed()
            : new ScramExchange(
                bound ? certificate : null, Encoding.UTF8.GetBytes(parts[0] + "," + parts[1] + ","), parts[2],
                given + Convert.ToBase64String(RandomNumberGenerator.GetBytes(18)));
    }

    /// <summary>What the server answers.</summary>
    public string Challenge(ReadOnlySpan<byte> salt, int iterations) => serverFirst = string.Create(
        CultureInfo.InvariantCulture, $"r={nonce},s={Convert.ToBase64String(salt)},i={iterations}");

    /// <summary>Takes the last message: its proof.</summary>
    public byte[] Proof(string message)
    {
        var mark = message.LastIndexOf(",p=", StringComparison.Ordinal);
        if (mark < 0 || message.Any(char.IsControl))
        {
            throw Malformed();
        }

        var without = message[..mark];
        byte[] binding = [.. header, .. certificate ?? []];
        try
        {
            if (Attribute(without, 'r') != nonce || !Convert.FromBase64String(Attribute(without, 'c')).AsSpan().SequenceEqual(binding))
            {
                throw Malformed();
            }

            Messages = Encoding.UTF8.GetBytes($"{clientFirst},{serverFirst},{without}");
            return Convert.FromBase64String(message[(mark + 3)..]);
        }
        catch (FormatException)
        {
            throw Malformed();
        }
    }

    private static string Attribute(string message, char name) =>
        message.Split(',').FirstOrDefault(part => part.Length > 2 && part[0] == name && part[1] == '=')?[2..] ?? throw Malformed();

    private static PgException Malformed() => new("08P01", "malformed SCRAM message") { IsFatal = true };
}
