using System.Net.Sockets;

namespace Talentys.DuckDb.Children;

/// <summary>The parent's end of a connection to a child: one statement at a time, and another when that has come to its end.</summary>
internal sealed class ChildLine : IDisposable
{
    /// <summary>The messages of a small answer come together and are read at once; larger bodies go past the buffer.</summary>
    private const int BufferBytes = 16 * 1024;

    private ChildLine(Socket socket)
    {
        Socket = socket;
        Sending = new NetworkStream(socket, ownsSocket: true);
        Receiving = new BufferedStream(Sending, BufferBytes);
    }

    public Socket Socket { get; }

    public Stream Sending { get; }

    /// <summary>Only read: nothing waits in it to be sent.</summary>
    public Stream Receiving { get; }

    public static async Task<ChildLine> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new ChildLine(socket);
        }
        catch (Exception)
        {
            socket.Dispose();
            throw;
        }
    }

    public void Dispose() => Receiving.Dispose();
}
