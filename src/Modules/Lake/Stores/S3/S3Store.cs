using System.Net;
using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;
using Talentys.Lake.Stores.Copies;
using ByteRange = Amazon.S3.Model.ByteRange;

namespace Talentys.Lake.Stores.S3;

/// <summary>Objects in S3 and in all that speaks its protocol: MinIO, Ceph, Swift, Google Cloud Storage.</summary>
internal sealed class S3Store : IObjectStore
{
    private const int DeletesAtOnce = 16;

    // what is read whole is metadata; data files are read in parts
    private const int LargestWhole = 64 * 1024 * 1024;

    private readonly S3Attempts attempts;
    private readonly S3Create create;
    private readonly S3Options options;
    private readonly StagedFiles staged;
    private readonly CopyPaths copies;
    private bool deletesOneByOne;

    public S3Store(S3Connection connection, S3Options options, StagedFiles staged, CopyPaths copies)
    {
        attempts = new S3Attempts(connection, options);
        create = new S3Create(attempts, options);
        this.options = options;
        this.staged = staged;
        this.copies = copies;
    }

    /// <inheritdoc/>
    public bool Serves(string location) => location.StartsWith(S3Location.Scheme, StringComparison.Ordinal);

    /// <inheritdoc/>
    public async Task<StoredObject?> FindAsync(string location, CancellationToken cancellationToken) =>
        await create.HeadAsync(S3Location.Parse(location), cancellationToken) is { } head
            ? new StoredObject(location, head.ContentLength, Time(head.LastModified))
            : null;

    /// <inheritdoc/>
    public Task<byte[]> ReadAsync(string location, CancellationToken cancellationToken) => GetAsync(location, 0, null, cancellationToken);

    /// <inheritdoc/>
    public async Task<byte[]> ReadAsync(string location, long offset, int length, CancellationToken cancellationToken)
    {
        try
        {
            return length == 0 ? [] : await GetAsync(location, offset, length, cancellationToken);
        }
        catch (S3RefusedException behind) when (behind.Status == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            return [];
        }
    }

    /// <inheritdoc/>
    public Task CreateAsync(string location, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        create.OfBytesAsync(S3Location.Parse(location), content, cancellationToken);

    /// <inheritdoc/>
    public async Task TakeAsync(string localFile, string location, CancellationToken cancellationToken)
    {
        try
        {
            await create.OfFileAsync(S3Location.Parse(location), localFile, cancellationToken);
        }
        finally
        {
            File.Delete(localFile);
        }
    }

    /// <inheritdoc/>
    public Task TouchAsync(string location, CancellationToken cancellationToken)
    {
        var at = S3Location.Parse(location);
        return attempts.DoAsync(
            "PUT", at, 0,
            (client, _, token) => client.PutObjectAsync(
                new PutObjectRequest { BucketName = at.Bucket, Key = at.Key, InputStream = Stream.Null, UseChunkEncoding = false }, token),
            cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var at = S3Location.Parse(prefix);
        string? next = null;
        do
        {
            var request = new ListObjectsV2Request { BucketName = at.Bucket, Prefix = at.Key, MaxKeys = options.KeysAtOnce, ContinuationToken = next };
            var page = await attempts.DoAsync("GET", at, 0, (client, _, token) => client.ListObjectsV2Async(request, token), cancellationToken);
            foreach (var found in page.S3Objects ?? [])
            {
                yield return new StoredObject(new S3Location(at.Bucket, found.Key).ToString(), found.Size ?? 0, Time(found.LastModified));
            }

            next = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (next is not null);
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(IReadOnlyCollection<string> locations, CancellationToken cancellationToken)
    {
        foreach (var bucket in locations.Select(S3Location.Parse).GroupBy(at => at.Bucket))
        {
            foreach (var some in bucket.Chunk(options.KeysAtOnce))
            {
                if (some.Length == 1 || deletesOneByOne || !await DeleteTogetherAsync(some, cancellationToken))
                {
                    await Parallel.ForEachAsync(
                        some, new ParallelOptions { MaxDegreeOfParallelism = DeletesAtOnce, CancellationToken = cancellationToken }, DeleteOneAsync);
                }
            }
        }
    }

    /// <inheritdoc/>
    public string WritePath(string location) => staged.PathOf(location);

    /// <inheritdoc/>
    public string? ReadPath(string location) => copies.PathOf(location);

    private async Task<byte[]> GetAsync(string location, long offset, int? length, CancellationToken cancellationToken)
    {
        var at = S3Location.Parse(location);
        return await attempts.DoAsync(
            "GET", at, length ?? LargestWhole,
            async (client, _, token) =>
            {
                var request = new GetObjectRequest { BucketName = at.Bucket, Key = at.Key };
                if (length is { } wanted)
                {
                    request.ByteRange = new ByteRange(offset, offset + wanted - 1);
                }

                using var answer = await client.GetObjectAsync(request, token);

                // a store that knows no ranges sends all of it
                var skipped = answer.HttpStatusCode == HttpStatusCode.PartialContent ? 0 : offset;
                var bytes = new byte[Math.Max(0, Math.Min(answer.ContentLength - skipped, length ?? long.MaxValue))];
                await SkipAsync(answer.ResponseStream, skipped, token);
                await answer.ResponseStream.ReadExactlyAsync(bytes, token);
                return bytes;
            },
            cancellationToken);
    }

    private static async Task SkipAsync(Stream stream, long bytes, CancellationToken cancellationToken)
    {
        var buffer = new byte[Math.Min(bytes, 64 * 1024)];
        while (bytes > 0)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, bytes)), cancellationToken);
            if (read == 0)
            {
                return;
            }

            bytes -= read;
        }
    }

    /// <summary>Many in one request. False where the store does not know that: Google's, and those that want older checksums.</summary>
    private async Task<bool> DeleteTogetherAsync(S3Location[] objects, CancellationToken cancellationToken)
    {
        var request = new DeleteObjectsRequest { BucketName = objects[0].Bucket, Quiet = true, Objects = [.. objects.Select(at => new KeyVersion { Key = at.Key })] };
        try
        {
            await attempts.DoAsync("POST", objects[0], 0, (client, _, token) => client.DeleteObjectsAsync(request, token), cancellationToken);
        }
        catch (DeleteObjectsException)
        {
            // some could not be deleted, and stay
        }
        catch (S3RefusedException)
        {
            deletesOneByOne = true;
            return false;
        }
        catch (IOException)
        {
            // none could be deleted
        }

        return true;
    }

    private async ValueTask DeleteOneAsync(S3Location at, CancellationToken cancellationToken)
    {
        try
        {
            await attempts.DoAsync(
                "DELETE", at, 0,
                (client, _, token) => client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = at.Bucket, Key = at.Key }, token), cancellationToken);
        }
        catch (IOException)
        {
            // not there, or it stays for now
        }
    }

    private static DateTimeOffset Time(DateTime? modified) => modified is { } time ? new DateTimeOffset(time.ToUniversalTime()) : default;
}
