namespace Talentys.Lake.Stores.S3;

/// <summary>Settings of the object store behind <c>s3://</c>, section <c>Lake:Stores:S3</c>.</summary>
internal sealed class S3Options
{
    public const string Section = "Lake:Stores:S3";

    /// <summary>Address of the store, <c>https://minio.example:9000</c>; null for Amazon's, which follows from the region.</summary>
    public string? Endpoint { get; set; }

    /// <summary>Region; null for the one of the environment (<c>AWS_REGION</c>), and <c>us-east-1</c> with an endpoint.</summary>
    public string? Region { get; set; }

    /// <summary>Key, or a reference to one (<c>${secret:NAME}</c>, <c>${env:NAME}</c>); null for the environment's (<c>AWS_ACCESS_KEY_ID</c>, profiles, roles).</summary>
    public string? AccessKey { get; set; }

    /// <summary>Secret key, or a reference to one.</summary>
    public string? SecretKey { get; set; }

    /// <summary>Whether buckets are in the path and not in the host's name; null for what is usual: in the path with an endpoint.</summary>
    public bool? PathStyle { get; set; }

    /// <summary>How often a request is tried before it fails.</summary>
    public int Attempts { get; set; } = 5;

    /// <summary>Longest wait before the second attempt; it doubles for each further one, up to 10 seconds.</summary>
    public TimeSpan RetryWait { get; set; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Time for one attempt of a small request; larger ones get a second more for each 256 kB.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Length from which a file is uploaded in parts, and of each part.</summary>
    public int PartBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Keys in one request, of a list or to delete.</summary>
    public int KeysAtOnce { get; set; } = 1000;

    /// <summary>What is wrong with the settings; null when nothing is.</summary>
    public string? Problem() =>
        Endpoint is not null && !(Uri.TryCreate(Endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
            ? $"{Section}:Endpoint must be an address such as https://minio.example:9000."
        : AccessKey is null != SecretKey is null ? $"{Section}: AccessKey and SecretKey belong together."
        : Attempts is < 1 or > 20 ? $"{Section}:Attempts must be 1 to 20."
        : Timeout <= TimeSpan.Zero || RetryWait < TimeSpan.Zero ? $"{Section}: times must be positive."
        : KeysAtOnce is < 1 or > 1000 ? $"{Section}:KeysAtOnce must be 1 to 1000."
        : PartBytes < 1024 * 1024 ? $"{Section}:PartBytes must be 1 MB or more."
        : null;
}
