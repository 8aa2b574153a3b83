using System.Net;
using System.Text;
using Talentys.Gateway.Postgres.Errors;
using Talentys.Gateway.Postgres.Messages;
using Talentys.Identity.Public;
using Talentys.Kernel;

namespace Talentys.Gateway.Postgres.SignIns;

/// <summary>Signs a client in: asks for a proof by SCRAM and finds whose password or key it was made of.</summary>
internal sealed class SignIn(ScramSignIn identity)
{
    private const int Sasl = 10;
    private const int SaslContinue = 11;
    private const int SaslFinal = 12;

    /// <exception cref="PgException"><c>28P01</c>, the same whether the name or the password is wrong; <c>28000</c>; <c>42501</c>.</exception>
    public async Task<Principal> RunAsync(
        string user, IPAddress? from, byte[]? certificate, MessageReader reader, ProtocolWriter writer, CancellationToken cancellationToken)
    {
        writer.Authentication(Sasl, Encoding.ASCII.GetBytes(
            (certificate is null ? "" : ScramExchange.Bound + "\0") + ScramExchange.Plain + "\0\0"));
        await writer.FlushAsync(cancellationToken);

        var exchange = First(await NextAsync(reader, cancellationToken), certificate);
        var challenge = await identity.ChallengeAsync(cancellationToken);
        writer.Authentication(SaslContinue, Encoding.ASCII.GetBytes(exchange.Challenge(challenge.Salt.Span, challenge.Iterations)));
        await writer.FlushAsync(cancellationToken);

        var proof = exchange.Proof(BodyReader.Text((await NextAsync(reader, cancellationToken)).Body.Span));
        var signed = await CheckAsync(user, new ScramAttempt(user, from, exchange.Messages, proof), cancellationToken);
        if (signed.Restriction is { } restriction)
        {
            throw new PgException("28000", restriction.Message, restriction.Mend);
        }

        if (!signed.Principal.Is(Roles.Reader))
        {
            throw new PgException("42501", "You may not query here.", "Ask an administrator for the role reader.");
        }

        writer.Authentication(SaslFinal, Encoding.ASCII.GetBytes("v=" + Convert.ToBase64String(signed.Signature.Span)));
        writer.Authentication(0, []);
        return signed.Principal;
    }

    private async Task<ScramSignedIn> CheckAsync(string user, ScramAttempt attempt, CancellationToken cancellationToken)
    {
        try
        {
            return await identity.CheckAsync(attempt, cancellationToken);
        }
        catch (FaultException failure) when (failure.Fault.Code == "identity.sign_in_failed")
        {
            throw new PgException(
                new PgError("28P01", $"password authentication failed for user \"{user}\"")
                {
                    Hint = "Use your name and password, or any name and an API key as the password. A one-time password must be changed first.",
                }, failure);
        }
        catch (FaultException failure)
        {
            throw new PgException(SqlStates.Of(failure.Faults, _ => null), failure);
        }
    }

    private static ScramExchange First(ClientMessage message, byte[]? certificate)
    {
        var body = message.Read();
        var mechanism = body.CString();
        var data = body.Value();
        body.End();
        return ScramExchange.Begin(mechanism, BodyReader.Text(data), certificate);
    }

    private static async Task<ClientMessage> NextAsync(MessageReader reader, CancellationToken cancellationToken) =>
        await reader.ReadAsync(cancellationToken) switch
        {
            { Type: 'p' } message => message,
            null => throw new EndOfStreamException(),
            _ => throw new PgException("08P01", "expected SASL response") { IsFatal = true },
        };
}
