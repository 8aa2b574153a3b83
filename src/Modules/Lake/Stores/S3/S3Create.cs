using System.Collections.Concurrent;
using System.Net;
using Amazon.S3.Model;

namespace Talentys.Lake.Stores.S3;

/// <summary>
/// Makes objects that were not there before. Stores that know conditional writes keep the promise by themselves. Others refuse
/// the condition or do not see it, which is found out once for each bucket: there the object is looked for first, which two
/// that come at the same moment can both pass. The names of tables' files are unique by themselves.
/// </summary>
internal sealed class S3Create(S3Attempts attempts, S3Options options)
{
    private const string Mark = "x-amz-meta-talentys-write";
    private const string Never = "*";
    private const int LargestTrial = 256 * 1024;
    private const int PartsAtOnce = 4;
    private const int MostParts = 10_000;

    private readonly ConcurrentDictionary<string, bool> conditional = new(StringComparer.Ordinal);

    /// <summary>Makes an object of bytes.</summary>
    public async Task OfBytesAsync(S3Location at, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await EnsureFreeAsync(at, cancellationToken);
        await PutAsync(at, content.Length, () => Open(content), cancellationToken);
        if (content.Length <= LargestTrial && !conditional.ContainsKey(at.Bucket))
        {
            await TryConditionAsync(at, content, cancellationToken);
        }
    }

    /// <summary>Makes an object of a local file, in parts when it is long.</summary>
    public async Task OfFileAsync(S3Location at, string file, CancellationToken cancellationToken)
    {
        await EnsureFreeAsync(at, cancellationToken);
        var bytes = new FileInfo(file).Length;
        if (bytes <= options.PartBytes)
        {
            await PutAsync(at, bytes, () => File.OpenRead(file), cancellationToken);
        }
        else
        {
            await InPartsAsync(at, file, bytes, cancellationToken);
        }
    }

    /// <summary>An object's head, or null.</summary>
    public async Task<GetObjectMetadataResponse?> HeadAsync(S3Location at, CancellationToken cancellationToken)
    {
        try
        {
            return await attempts.DoAsync(
                "HEAD", at, 0, (client, _, token) => client.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = at.Bucket, Key = at.Key }, token),
                cancellationToken);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private async Task EnsureFreeAsync(S3Location at, CancellationToken cancellationToken)
    {
        if (!conditional.GetValueOrDefault(at.Bucket) && await HeadAsync(at, cancellationToken) is not null)
        {
            throw Taken(at);
        }
    }

    private async Task PutAsync(S3Location at, long bytes, Func<Stream> open, CancellationToken cancellationToken)
    {
        var write = Guid.NewGuid().ToString("n");
        while (true)
        {
            var condition = conditional.GetValueOrDefault(at.Bucket, true) ? Never : null;
            try
            {
                await attempts.DoAsync(
                    "PUT", at, bytes,
                    async (client, _, token) =>
                    {
                        await using var content = open();
                        var request = new PutObjectRequest
                        {
                            BucketName = at.Bucket,
                            Key = at.Key,
                            InputStream = content,
                            UseChunkEncoding = false,
                            IfNoneMatch = condition,
                        };
                        request.Metadata[Mark] = write;
                        return await client.PutObjectAsync(request, token);
                    },
                    cancellationToken);
                return;
            }
            catch (S3RefusedException refused) when (refused.Status == HttpStatusCode.PreconditionFailed)
            {
                // the answer to an earlier attempt may have been lost, not the attempt; connections try again by themselves too
                if (await IsOfAsync(at, write, cancellationToken))
                {
                    return;
                }

                throw Taken(at, refused);
            }
            catch (S3RefusedException refused) when (condition is not null && !conditional.ContainsKey(at.Bucket) && IsUnknown(refused))
            {
                conditional[at.Bucket] = false;
            }
        }
    }

    /// <summary>Makes the object again, of the same bytes: a store that sees the condition refuses.</summary>
    private async Task TryConditionAsync(S3Location at, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        try
        {
            await PutAsync(at, content.Length, () => Open(content), cancellationToken);
            conditional[at.Bucket] = false;
        }
        catch (ObjectTakenException)
        {
            conditional[at.Bucket] = true;
        }
        catch (IOException)
        {
            // the object is there; what the store knows is found out by the next one
        }
    }

    private async Task InPartsAsync(S3Location at, string file, long bytes, CancellationToken cancellationToken)
    {
        var write = Guid.NewGuid().ToString("n");
        var start = new InitiateMultipartUploadRequest { BucketName = at.Bucket, Key = at.Key };
        start.Metadata[Mark] = write;
        var upload = await attempts.DoAsync(
            "POST", at, 0, async (client, _, token) => (await client.InitiateMultipartUploadAsync(start, token)).UploadId, cancellationToken);
        var complete = false;
        try
        {
            var size = Math.Max(options.PartBytes, (bytes + MostParts - 1) / MostParts);
            var tags = new PartETag[(bytes + size - 1) / size];
            await Parallel.ForEachAsync(
                Enumerable.Range(0, tags.Length),
                new ParallelOptions { MaxDegreeOfParallelism = PartsAtOnce, CancellationToken = cancellationToken },
                async (index, token) => tags[index] = await PartAsync(at, file, upload, index, index * size, Math.Min(size, bytes - (index * size)), token));
            await CompleteAsync(at, upload, write, [.. tags], cancellationToken);
            complete = true;
        }
        finally
        {
            if (!complete)
            {
                await AbortAsync(at, upload);
            }
        }
    }

    private Task<PartETag> PartAsync(S3Location at, string file, string upload, int index, long offset, long bytes, CancellationToken cancellationToken) =>
        attempts.DoAsync(
            "PUT", at, bytes,
            async (client, _, token) =>
            {
                var request = new UploadPartRequest
                {
                    BucketName = at.Bucket,
                    Key = at.Key,
                    UploadId = upload,
                    PartNumber = index + 1,
                    FilePath = file,
                    FilePosition = offset,
                    PartSize = bytes,
                    UseChunkEncoding = false,
                };
                return new PartETag(index + 1, (await client.UploadPartAsync(request, token)).ETag);
            },
            cancellationToken);

    private async Task CompleteAsync(S3Location at, string upload, string write, List<PartETag> tags, CancellationToken cancellationToken)
    {
        try
        {
            await attempts.DoAsync(
                "POST", at, 0,
                (client, _, token) => client.CompleteMultipartUploadAsync(
                    new CompleteMultipartUploadRequest
                    {
                        BucketName = at.Bucket,
                        Key = at.Key,
                        UploadId = upload,
                        PartETags = tags,
                        IfNoneMatch = conditional.GetValueOrDefault(at.Bucket) ? Never : null,
                    },
                    token),
                cancellationToken);
        }
        catch (IOException failure) when (failure is FileNotFoundException or S3RefusedException)
        {
            // an upload that was completed is not known any more, and its object is there
            if (!await IsOfAsync(at, write, cancellationToken))
            {
                throw failure is S3RefusedException { Status: HttpStatusCode.PreconditionFailed } ? Taken(at, failure) : failure;
            }
        }
    }

    /// <summary>Parts of an upload that nobody ends are paid for.</summary>
    private async Task AbortAsync(S3Location at, string upload)
    {
        try
        {
            await attempts.DoAsync(
                "DELETE", at, 0,
                (client, _, token) => client.AbortMultipartUploadAsync(
                    new AbortMultipartUploadRequest { BucketName = at.Bucket, Key = at.Key, UploadId = upload }, token),
                CancellationToken.None);
        }
        catch (IOException)
        {
            // the store's own rule for unfinished uploads ends it
        }
    }

    private async Task<bool> IsOfAsync(S3Location at, string write, CancellationToken cancellationToken) =>
        (await HeadAsync(at, cancellationToken))?.Metadata[Mark] == write;

    private static bool IsUnknown(S3RefusedException refused) => refused.Status is HttpStatusCode.NotImplemented or HttpStatusCode.BadRequest;

    private static ObjectTakenException Taken(S3Location at, Exception? inner = null) => new($"There is an object already: {at}", inner);

    private static MemoryStream Open(ReadOnlyMemory<byte> content) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(content, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(content.ToArray(), writable: false);

    private sealed class ObjectTakenException(string message, Exception? inner) : IOException(message, inner);
}
