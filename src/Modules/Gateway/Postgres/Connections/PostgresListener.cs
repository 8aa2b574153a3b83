using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Talentys.Gateway.Postgres.SignIns;
using Talentys.Gateway.Public;
using Talentys.Kernel;

namespace Talentys.Gateway.Postgres.Connections;

/// <summary>Listens for clients, from the start of the host to its end.</summary>
internal sealed class PostgresListener(
    GatewayServices services, SessionRegistry registry, Databases databases, SignIn signIn, PostgresAddress address) : IHostedService, IDisposable
{
    private readonly ConcurrentDictionary<Task, bool> connections = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly CertificateFile certificate = new(services.Options, services.Log);
    private Socket? listener;
    private Task accepting = Task.CompletedTask;

    /// <exception cref="FaultException"><c>gateway.address_invalid</c>, <c>gateway.address_in_use</c>, <c>gateway.certificate_invalid</c>.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var options = services.Options;
        if (!options.Enabled || options.Url?.Trim().ToLowerInvariant() is "off" or "0" or "none" or "false")
        {
            return Task.CompletedTask;
        }

        var wanted = Parse(options.Url ?? PostgresOptions.DefaultUrl);
        certificate.Read();
        try
        {
            listener = Listen(wanted);
        }
        catch (SocketException failure)
        {
            var fault = InUse(wanted, failure);
            address.Problem = options.Url is null ? fault.ToString() : throw new FaultException(fault, failure);
            return Task.CompletedTask; // nobody asked for this port: the server does without
        }

        address.Current = (IPEndPoint)listener.LocalEndPoint!;
        accepting = AcceptAsync(listener);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        listener?.Dispose();
        await accepting;
        await Task.WhenAll(connections.Keys).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        listener?.Dispose();
        stopping.Dispose();
    }

    private async Task AcceptAsync(Socket socket)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                Serve(await socket.AcceptAsync(stopping.Token));
            }
            catch (SocketException) when (!stopping.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), CancellationToken.None); // out of handles, or a client that left at once
            }
            catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                return;
            }
        }
    }

    private void Serve(Socket client)
    {
        // one over the limit is told so; far more are turned away without a word
        var count = connections.Count;
        if (count >= services.Options.Connections * 2)
        {
            client.Dispose();
            return;
        }

        var connection = new PostgresConnection(services, registry, databases, signIn, certificate.Current(), count >= services.Options.Connections);
        var serving = Task.Run(() => connection.RunAsync(client, stopping.Token), CancellationToken.None);
        connections[serving] = true;
        _ = serving.ContinueWith(
            ended => connections.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private static Socket Listen(IPEndPoint wanted)
    {
        var socket = new Socket(wanted.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.ExclusiveAddressUse = OperatingSystem.IsWindows(); // elsewhere it would keep a port that was just left
            socket.Bind(wanted);
            socket.Listen(512);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    private static IPEndPoint Parse(string url)
    {
        var text = url.Trim();
        foreach (var scheme in (string[])["postgresql://", "postgres://", "tcp://"])
        {
            text = text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? text[scheme.Length..].TrimEnd('/') : text;
        }

        text = text.StartsWith("localhost", StringComparison.OrdinalIgnoreCase) ? "127.0.0.1" + text["localhost".Length..] : text;
        text = text.StartsWith("*:", StringComparison.Ordinal) ? "0.0.0.0" + text[1..] : text;
        text = text.All(char.IsAsciiDigit) ? "127.0.0.1:" + text : text;
        return IPEndPoint.TryParse(text, out var address) && text.Contains(':', StringComparison.Ordinal)
            ? address
            : throw new FaultException(Fault.Invalid(
                "gateway.address_invalid", $"{url} is not an address for PostgreSQL's protocol.", "Gateway:Postgres:Url",
                $"Write it as {PostgresOptions.DefaultUrl}, or off."));
    }

    private static Fault InUse(IPEndPoint wanted, SocketException failure) => failure.SocketErrorCode == SocketError.AddressAlreadyInUse
        ? new Fault(
            FaultKind.Failed, "gateway.address_in_use", $"{wanted}, the address for PostgreSQL's clients, is in use by another program.", null,
            "Stop that program, or choose another address with --postgres, or --postgres off.")
        : new Fault(
            FaultKind.Failed, "gateway.address_denied", $"{wanted}, the address for PostgreSQL's clients, cannot be listened on: {failure.Message}.", null,
            "Choose another address with --postgres, or --postgres off.");
}
