using System.Net;
using Amazon.S3;

namespace Talentys.Lake.Stores.S3;

/// <summary>A request that the store refuses each time: for its condition, because it does not know it, or because the keys may not.</summary>
internal sealed class S3RefusedException(string message, AmazonS3Exception refused) : IOException(message, refused)
{
    /// <summary>The store's answer.</summary>
    public HttpStatusCode Status { get; } = refused.StatusCode;
}
