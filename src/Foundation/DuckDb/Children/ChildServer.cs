using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Talentys.DuckDb.Wire;

namespace Talentys.DuckDb.Children;

/// <summary>The child's side of the border: one connection is one statement.</summary>
internal sealed class ChildServer : IAsyncDisposable
{
    /// <summary>The line on standard output that says that the socket answers.</summary>
    public const string Ready = "ready";

    private readonly Socket listener;
    private readonly ChildEngines engines;
    private readonly string token;
    private readonly ConcurrentDictionary<Task, bool> running = [];

    private ChildServer(Socket listener, ChildEngines engines, string token)
    {
        this.listener = listener;
        this.engines = engines;
        this.token = token;
    }

    /// <summary>Where it listens.</summary>
    public EndPoint Address => listener.LocalEndPoint!;

    public static ChildServer Open(ChildOrders orders)
    {
        var engines = new ChildEngines(orders.Options);
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(orders.Socket));
        listener.Listen(128);
        return new ChildServer(listener, engines, orders.Token);
    }

    /// <summary>Answers until cancelled.</summary>
    public async Task ServeAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptAsync(cancellationToken);
                var session = Task.Run(() => new ChildSession(engines, token, socket).RunAsync(cancellationToken), cancellationToken);
                running[session] = true;
                _ = session.ContinueWith(
                    ended => running.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(running.Keys);
        }
    }

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        await engines.DisposeAsync();
    }
}
