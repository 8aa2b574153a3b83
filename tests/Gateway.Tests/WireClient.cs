using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Talentys.Gateway.Tests;

/// <summary>A client that speaks the protocol by hand, right or wrong.</summary>
internal sealed class WireClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
    private NetworkStream stream = null!;

    /// <summary>The answer's letter and body.</summary>
    internal sealed record Message(char Type, byte[] Body)
    {
        /// <summary>A field of an error or notice.</summary>
        public string? Field(char code) =>
            Encoding.UTF8.GetString(Body).Split('\0').FirstOrDefault(field => field.Length > 0 && field[0] == code)?[1..];

        public string Text => Encoding.UTF8.GetString(Body).TrimEnd('\0');

        public int Int32(int at = 0) => BinaryPrimitives.ReadInt32BigEndian(Body.AsSpan(at));
    }

    public (int Process, int Secret) Key { get; private set; }

    public Dictionary<string, string> Parameters { get; } = [];

    public static async Task<WireClient> ConnectAsync(IPEndPoint address)
    {
        var client = new WireClient();
        await client.socket.ConnectAsync(address, TestContext.Current.CancellationToken);
        client.stream = new NetworkStream(client.socket);
        return client;
    }

    /// <summary>Connects and signs in; the last message is ReadyForQuery, or the error that refused it.</summary>
    public static async Task<WireClient> SignInAsync(IPEndPoint address, string user, string password, (string Name, string Value)[] parameters)
    {
        var client = await ConnectAsync(address);
        var last = await client.SignInAsync(user, password, parameters);
        Assert.True(last.Type == 'Z', last.Text);
        return client;
    }

    public async Task<Message> SignInAsync(string user, string password, (string Name, string Value)[] parameters, int version = 3 << 16)
    {
        await StartAsync(user, parameters, version);
        var asked = await ReadAsync();
        while (asked.Type == 'v')
        {
            asked = await ReadAsync();
        }

        if (asked.Type == 'E')
        {
            return asked;
        }

        Assert.Contains("SCRAM-SHA-256", asked.Text, StringComparison.Ordinal);
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
        var first = $"n=,r={nonce}";
        await SendAsync('p', "SCRAM-SHA-256\0", $"n,,{first}".Length, $"n,,{first}");
        var challenge = await ReadAsync();
        if (challenge.Type == 'E')
        {
            return challenge;
        }

        var server = Encoding.UTF8.GetString(challenge.Body.AsSpan(4));
        var parts = server.Split(',').ToDictionary(part => part[0], part => part[2..]);
        var salted = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(password), Convert.FromBase64String(parts['s']), int.Parse(parts['i'], CultureInfo.InvariantCulture), HashAlgorithmName.SHA256, 32);
        var clientKey = HMACSHA256.HashData(salted, "Client Key"u8);
        var final = $"c=biws,r={parts['r']}";
        var signature = HMACSHA256.HashData(SHA256.HashData(clientKey), Encoding.UTF8.GetBytes($"{first},{server},{final}"));
        var proof = clientKey.Select((value, index) => (byte)(value ^ signature[index])).ToArray();
        await SendAsync('p', $"{final},p={Convert.ToBase64String(proof)}");
        while (true)
        {
            var message = await ReadAsync();
            switch (message.Type)
            {
                case 'S':
                    var pair = message.Text.Split('\0');
                    Parameters[pair[0]] = pair.Length > 1 ? pair[1] : "";
                    break;
                case 'K':
                    Key = (message.Int32(), message.Int32(4));
                    break;
                case 'Z' or 'E':
                    return message;
            }
        }
    }

    public Task StartAsync(string user, (string Name, string Value)[] parameters, int version = 3 << 16)
    {
        var text = new StringBuilder($"user\0{user}\0");
        foreach (var (name, value) in parameters)
        {
            text.Append(name).Append('\0').Append(value).Append('\0');
        }

        var body = Encoding.UTF8.GetBytes(text.Append('\0').ToString());
        byte[] packet = [.. Number(8 + body.Length), .. Number(version), .. body];
        return SendRawAsync(packet);
    }

    public static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    public static byte[] Short(int value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteInt16BigEndian(bytes, (short)value);
        return bytes;
    }

    /// <summary>Sends a message of parts: texts as they are, ints of four bytes, bytes.</summary>
    public Task SendAsync(char type, params object[] parts)
    {
        byte[] body = [.. parts.SelectMany(part => part switch
        {
            int number => Number(number),
            short number => Short(number),
            byte[] bytes => bytes,
            _ => Encoding.UTF8.GetBytes((string)part),
        })];
        return SendRawAsync([(byte)type, .. Number(body.Length + 4), .. body]);
    }

    public async Task SendRawAsync(byte[] bytes) => await stream.WriteAsync(bytes, TestContext.Current.CancellationToken);

    public Task QueryAsync(string sql) => SendAsync('Q', sql + "\0");

    /// <summary>Sends a query and reads up to ReadyForQuery.</summary>
    public async Task<List<Message>> AskAsync(string sql)
    {
        await QueryAsync(sql);
        return await UntilAsync('Z');
    }

    /// <summary>The values of the rows of a query, as text.</summary>
    public async Task<List<string?[]>> RowsAsync(string sql)
    {
        var answer = await AskAsync(sql);
        Assert.True(answer.All(message => message.Type != 'E'), $"{sql}: {answer.FirstOrDefault(message => message.Type == 'E')?.Text}");
        return [.. answer.Where(message => message.Type == 'D').Select(Values)];
    }

    public static string?[] Values(Message row)
    {
        var values = new string?[BinaryPrimitives.ReadInt16BigEndian(row.Body)];
        var at = 2;
        for (var index = 0; index < values.Length; index++)
        {
            var length = row.Int32(at);
            at += 4;
            if (length >= 0)
            {
                values[index] = Encoding.UTF8.GetString(row.Body, at, length);
                at += length;
            }
        }

        return values;
    }

    public async Task<List<Message>> UntilAsync(char type)
    {
        var messages = new List<Message>();
        do
        {
            messages.Add(await ReadAsync());
        }
        while (messages[^1].Type != type);
        return messages;
    }

    public async Task<Message> ReadAsync() => await ReadOrEndAsync() ?? throw new EndOfStreamException();

    /// <summary>The next message; null when the server has closed.</summary>
    public async Task<Message?> ReadOrEndAsync()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Patience);
        var head = new byte[5];
        try
        {
            await stream.ReadExactlyAsync(head, deadline.Token);
            var body = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1)) - 4];
            await stream.ReadExactlyAsync(body, deadline.Token);
            return new Message((char)head[0], body);
        }
        catch (Exception gone) when (gone is EndOfStreamException or IOException)
        {
            return null;
        }
    }

    /// <summary>Nothing more will be sent.</summary>
    public void Leave() => socket.Shutdown(SocketShutdown.Send);

    public async Task<int> ReadByteAsync()
    {
        var one = new byte[1];
        return await stream.ReadAsync(one, TestContext.Current.CancellationToken) == 0 ? -1 : one[0];
    }

    public ValueTask DisposeAsync()
    {
        stream?.Dispose();
        socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
