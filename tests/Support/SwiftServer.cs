using System.Diagnostics;
using System.Globalization;

namespace Talentys.TestSupport;

/// <summary>OpenStack Swift with its S3 interface, shared by the tests of a process and gone with it.</summary>
public sealed class SwiftServer
{
    /// <summary>Key.</summary>
    public const string AccessKey = "lake:tests";

    /// <summary>Secret key.</summary>
    public const string SecretKey = "swift-for-tests";

    // the server ends with its standard input, a pipe from this process: however this one ends, the folder goes
    private const string Script = """
        data=$(mktemp -d /dev/shm/talentys-swift-XXXXXX || mktemp -d /tmp/talentys-swift-XXXXXX)
        /usr/bin/python3 "$1" "$data" 2>"$data/log" || cat "$data/log" >&2
        rm -rf "$data"
        """;

    private static readonly Lazy<Task<SwiftServer>> Shared = new(StartAsync);
    private readonly Process owner;
    private readonly int plain;
    private readonly int modern;

    private SwiftServer(Process owner, int plain, int modern)
    {
        this.owner = owner;
        this.plain = plain;
        this.modern = modern;
    }

    /// <summary>The server of this process, started by the first who asks.</summary>
    public static Task<SwiftServer> SharedAsync() => Shared.Value;

    /// <summary>Its address: as newer stores are, or as older ones are, without conditional writes.</summary>
    public string Endpoint(bool conditional = true) => owner.HasExited
        ? throw new InvalidOperationException("Swift has ended.")
        : string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{(conditional ? modern : plain)}");

    /// <summary>A new bucket, made through Swift's own interface.</summary>
    public async Task<string> CreateBucketAsync()
    {
        var name = $"lake-{Guid.NewGuid():n}";
        using var client = new HttpClient { BaseAddress = new Uri(Endpoint(conditional: false)) };
        client.DefaultRequestHeaders.Add("X-Auth-User", AccessKey);
        client.DefaultRequestHeaders.Add("X-Auth-Key", SecretKey);
        using var signedIn = await client.GetAsync("/auth/v1.0");
        client.DefaultRequestHeaders.Add("X-Auth-Token", signedIn.EnsureSuccessStatusCode().Headers.GetValues("X-Auth-Token").Single());
        using var made = await client.PutAsync($"/v1/AUTH_{AccessKey.Split(':')[0]}/{name}", null);
        made.EnsureSuccessStatusCode();
        return name;
    }

    private static async Task<SwiftServer> StartAsync()
    {
        if (!Directory.Exists("/usr/lib/python3/dist-packages/swift"))
        {
            throw new InvalidOperationException("These tests need OpenStack Swift: install Debian's package `python3-swift` (eng/servers.sh does).");
        }

        var start = new ProcessStartInfo("sh") { RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = "/tmp" };
        foreach (var word in new[] { "-c", Script, "sh", Path.Combine(AppContext.BaseDirectory, "swift_server.py") })
        {
            start.ArgumentList.Add(word);
        }

        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("Swift did not start.");
        var ports = line.Split(' ').Select(port => int.Parse(port, CultureInfo.InvariantCulture)).ToArray();
        return new SwiftServer(process, ports[0], ports[1]);
    }
}
