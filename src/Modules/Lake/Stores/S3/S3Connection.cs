using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Talentys.Kernel;
using Talentys.Storage;

namespace Talentys.Lake.Stores.S3;

/// <summary>The client of the object store, made when it is first used: a store that nobody uses needs no settings.</summary>
internal sealed class S3Connection(S3Options options, SecretReferences? secrets) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private AmazonS3Client? client;

    /// <summary>The store as failures name it.</summary>
    public string Name => options.Endpoint ?? "Amazon S3";

    /// <summary>The client.</summary>
    /// <exception cref="FaultException">A reference in the settings leads nowhere.</exception>
    public async ValueTask<AmazonS3Client> ClientAsync(CancellationToken cancellationToken)
    {
        if (client is { } made)
        {
            return made;
        }

        await turn.WaitAsync(cancellationToken);
        try
        {
            return client ??= await MakeAsync(cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        client?.Dispose();
        turn.Dispose();
    }

    private async Task<AmazonS3Client> MakeAsync(CancellationToken cancellationToken)
    {
        var config = new AmazonS3Config
        {
            ForcePathStyle = options.PathStyle ?? options.Endpoint is not null,

            // attempts are counted and told by us
            MaxErrorRetry = 0,
            Timeout = Timeout.InfiniteTimeSpan,
            HttpClientFactory = new Handlers(),

            // stores that know nothing of the newer checksums refuse them; payloads are signed
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (options.Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint;
            config.AuthenticationRegion = options.Region ?? Environment.GetEnvironmentVariable("AWS_REGION") ?? "us-east-1";
        }
        else if (options.Region is { } region)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        try
        {
            return options.AccessKey is null
                ? new AmazonS3Client(config)
                : new AmazonS3Client(
                    new BasicAWSCredentials(
                        await ResolveAsync(options.AccessKey, cancellationToken), await ResolveAsync(options.SecretKey!, cancellationToken)),
                    config);
        }
        catch (AmazonClientException failure)
        {
            throw new IOException(
                $"The object store at {Name} cannot be used: {failure.Message} Set {S3Options.Section}:AccessKey and SecretKey, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and a region.",
                failure);
        }
    }

    private async Task<string> ResolveAsync(string text, CancellationToken cancellationToken) =>
        secrets is null ? text : await secrets.ResolveAsync(Scope.DefaultOrganisation, text, cancellationToken);

    /// <summary>Clients whose connections are given up early when nobody answers, and renewed now and then, so that a change of names is seen.</summary>
    private sealed class Handlers : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            AllowAutoRedirect = false,
            MaxConnectionsPerServer = 64,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }
}
