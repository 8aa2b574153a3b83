using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Talentys.Gateway.Postgres.Errors;
using Talentys.Gateway.Postgres.Messages;
using Talentys.Gateway.Postgres.Sessions;
using Talentys.Gateway.Postgres.SignIns;
using Talentys.Gateway.Public;
using Talentys.Kernel;

namespace Talentys.Gateway.Postgres.Connections;

/// <summary>One connection from its first byte: encryption, the version, signing in, then the session.</summary>
internal sealed class PostgresConnection(
    GatewayServices services, SessionRegistry registry, Databases databases, SignIn signIn, ServerCertificate? certificate, bool full)
{
    private const int MostRequests = 3;
    private const int LongestBefore = 64 * 1024;

    private PostgresOptions Options => services.Options;

    /// <summary>Serves it until one side ends it.</summary>
    public async Task RunAsync(Socket socket, CancellationToken stopping)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        socket.NoDelay = true;
        var from = (socket.RemoteEndPoint as IPEndPoint)?.Address;
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            using var startUp = CancellationTokenSource.CreateLinkedTokenSource(ended.Token);
            startUp.CancelAfter(Options.StartUpTimeout);
            (stream, var packet) = await NegotiateAsync(stream, startUp.Token);
            if (packet is { } begun)
            {
                await ServeAsync(stream, begun, from, ended, startUp);
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or SocketException or AuthenticationException or ObjectDisposedException)
        {
            // the client left, was too slow, or could not agree on encryption
        }
        finally
        {
            await ended.CancelAsync();
            await stream.DisposeAsync();
        }
    }

    // requests for encryption and for cancelling come before the start, any of the first at most once
    private async Task<(Stream Stream, StartUpPacket? Packet)> NegotiateAsync(Stream stream, CancellationToken cancellationToken)
    {
        var writer = new ProtocolWriter(stream, Options.SendTimeout);
        for (var request = 0; request < MostRequests; request++)
        {
            StartUpPacket packet;
            try
            {
                packet = await StartUpPacket.ReadAsync(stream, cancellationToken);
            }
            catch (PgException failure)
            {
                await RefuseAsync(writer, failure, null, cancellationToken);
                return (stream, null);
            }

            switch (packet.Code)
            {
                case StartUpPacket.TlsRequest when certificate is not null && stream is not SslStream:
                    await writer.AnswerAsync('S', cancellationToken);
                    var secure = new SslStream(stream);
                    await secure.AuthenticateAsServerAsync(
                        new SslServerAuthenticationOptions { ServerCertificateContext = certificate.Context }, cancellationToken);
                    stream = secure;
                    writer = new ProtocolWriter(stream, Options.SendTimeout);
                    break;
                case StartUpPacket.TlsRequest or StartUpPacket.GssRequest:
                    await writer.AnswerAsync('N', cancellationToken);
                    break;
                case StartUpPacket.CancelRequest when packet.Body.Length == 8:
                    registry.Cancel(BinaryPrimitives.ReadInt32BigEndian(packet.Body), BinaryPrimitives.ReadInt32BigEndian(packet.Body.AsSpan(4)));
                    return (stream, null);
                default:
                    return (stream, packet);
            }
        }

        return (stream, null);
    }

    private async Task ServeAsync(
        Stream stream, StartUpPacket packet, IPAddress? from, CancellationTokenSource ended, CancellationTokenSource startUp)
    {
        var writer = new ProtocolWriter(stream, Options.SendTimeout);
        var before = new MessageReader(stream, Options.MaxMessageBytes) { Longest = LongestBefore };
        var pump = before.PumpAsync(() => Cancel(ended), ended.Token);
        try
        {
            var session = await BeginAsync(stream, packet, from, before, writer, ended.Token, startUp.Token);
            startUp.CancelAfter(Timeout.InfiniteTimeSpan);
            before.Longest = Options.MaxMessageBytes;
            try
            {
                await new SessionLoop(session, before).RunAsync(ended.Token);
            }
            finally
            {
                registry.Leave(session);
            }
        }
        catch (PgException failure)
        {
            await RefuseAsync(writer, failure, from, ended.Token);
        }
        catch (Exception failure) when (failure is not (IOException or OperationCanceledException))
        {
            GatewayLog.ConnectionBroke(services.Log, failure);
            await RefuseAsync(writer, new PgException("XX000", "The platform failed; its log tells more."), from, ended.Token);
        }
        finally
        {
            await ended.CancelAsync();
            await before.CompleteAsync();
            await pump;
        }
    }

    private async Task<Session> BeginAsync(
        Stream stream, StartUpPacket packet, IPAddress? from, MessageReader reader, ProtocolWriter writer, CancellationToken ended, CancellationToken cancellationToken)
    {
        if (packet.Major != 3)
        {
            throw new PgException("0A000", $"unsupported frontend protocol {packet.Major}.{packet.Minor}: server supports 3.0 to 3.0");
        }

        if (full)
        {
            throw new PgException("53300", "sorry, too many clients already", $"The server takes {Options.Connections} connections.");
        }

        if (Options.RequireTls && stream is not SslStream)
        {
            throw new PgException("28000", "Connections must be encrypted.", "Use sslmode=require.");
        }

        var parameters = packet.Parameters();
        var unknown = parameters.Keys.Where(name => name.StartsWith("_pq_.", StringComparison.Ordinal)).ToList();
        if (packet.Minor > 0 || unknown.Count > 0)
        {
            writer.NegotiateVersion(unknown);
        }

        var user = parameters.GetValueOrDefault("user") is { Length: > 0 } name ? name : throw new PgException("28000", "no PostgreSQL user name specified in startup packet");
        if (parameters.GetValueOrDefault("replication") is { } replication && replication.ToLowerInvariant() is not ("false" or "off" or "no" or "0"))
        {
            throw new PgException("0A000", "Replication is not supported.");
        }

        var principal = await signIn.RunAsync(user, from, stream is SslStream ? certificate?.Hash : null, reader, writer, cancellationToken);
        var scope = await databases.FindAsync(principal, user, parameters.GetValueOrDefault("database"), cancellationToken);
        return await GreetAsync(principal, scope, parameters, writer, ended, cancellationToken);
    }

    private async Task<Session> GreetAsync(
        Principal principal, Scope scope, Dictionary<string, string> parameters, ProtocolWriter writer, CancellationToken ended, CancellationToken cancellationToken)
    {
        var given = parameters.Where(pair => pair.Key is not ("user" or "database" or "options" or "replication"))
            .Concat(StartUpPacket.Options(parameters.GetValueOrDefault("options", "")));
        var settings = new SessionSettings(principal.Name, given, writer.ParameterStatus);
        var session = new Session(services, principal, scope, settings, writer, registry.NextProcess(), ended);
        var secret = registry.Enter(session);
        try
        {
            settings.ReportAll();
            writer.BackendKey(session.ProcessId, secret);
            writer.Ready('I');
            await writer.FlushAsync(cancellationToken);
            return session;
        }
        catch (Exception)
        {
            registry.Leave(session);
            throw;
        }
    }

    private async Task RefuseAsync(ProtocolWriter writer, PgException failure, IPAddress? from, CancellationToken cancellationToken)
    {
        GatewayLog.Refused(services.Log, from?.ToString() ?? "a client", failure.Message);
        writer.Error(failure.Error, fatal: true);
        await writer.FlushAsync(cancellationToken);
    }

    private static void Cancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // it has ended
        }
    }
}
