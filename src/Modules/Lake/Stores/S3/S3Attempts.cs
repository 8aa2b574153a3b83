using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.S3;

namespace Talentys.Lake.Stores.S3;

/// <summary>
/// Tries requests again that fail for a while: the store is overloaded, slow, or the connection is cut. Between attempts it
/// waits, longer each time and not as long as others do, so that those who failed together do not come back together.
/// </summary>
internal sealed class S3Attempts(S3Connection connection, S3Options options)
{
    private const int BytesPerSecond = 256 * 1024;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);
    private static readonly string[] Words = ["zero times", "once", "twice", "three times", "four times", "five times", "six times"];

    /// <summary>Does a request.</summary>
    /// <param name="verb">As failures name it: <c>PUT</c>.</param>
    /// <param name="at">On what.</param>
    /// <param name="bytes">How much goes or comes, by which its time is measured.</param>
    /// <param name="request">One attempt; it is told which, from 1.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="FileNotFoundException">There is no such object or bucket.</exception>
    /// <exception cref="S3RefusedException">The store refuses, and will again.</exception>
    /// <exception cref="IOException">It failed each time, told in a sentence for people.</exception>
    public async Task<T> DoAsync<T>(
        string verb, S3Location at, long bytes, Func<AmazonS3Client, int, CancellationToken, Task<T>> request, CancellationToken cancellationToken)
    {
        var limit = options.Timeout + TimeSpan.FromSeconds(bytes / BytesPerSecond);
        for (var attempt = 1; ; attempt++)
        {
            using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            time.CancelAfter(limit);
            try
            {
                return await request(await connection.ClientAsync(cancellationToken), attempt, time.Token);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested && ForAWhile(failure))
            {
                if (attempt >= options.Attempts)
                {
                    throw new IOException(Told(verb, at, attempt, limit, failure), failure);
                }
            }
            catch (AmazonS3Exception refused) when (refused.StatusCode == HttpStatusCode.NotFound)
            {
                throw new FileNotFoundException(
                    refused.ErrorCode == "NoSuchBucket"
                        ? $"The object store at {connection.Name} has no bucket {at.Bucket}."
                        : $"The object store at {connection.Name} has no object {at}.",
                    refused);
            }
            catch (AmazonS3Exception refused)
            {
                throw new S3RefusedException(
                    $"The object store at {connection.Name} refused {verb} of {at} with {Code(refused)}. Check the keys and the region in {S3Options.Section}, and what the keys may do.",
                    refused);
            }
            catch (Exception failure) when (failure is AmazonClientException or AmazonServiceException)
            {
                throw new IOException(
                    $"The object store at {connection.Name} cannot be asked for {at}: {failure.Message} Check {S3Options.Section}, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
                    failure);
            }

            await Task.Delay(Wait(attempt), cancellationToken);
        }
    }

    private TimeSpan Wait(int attempt)
    {
        var longest = Math.Min(options.RetryWait.TotalMilliseconds * Math.Pow(2, attempt - 1), LongestWait.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(longest * (0.5 + (Random.Shared.NextDouble() / 2)));
    }

    private static bool ForAWhile(Exception failure) => failure switch
    {
        AmazonS3Exception answer =>
            answer.StatusCode is HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
                or HttpStatusCode.GatewayTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout
            || answer.ErrorCode is "RequestTimeout" or "SlowDown" or "InternalError" or "ServiceUnavailable" or "Throttling"
                or "ConditionalRequestConflict" or "OperationAborted"
            || (answer.StatusCode == default && Cut(answer)),
        AmazonUnmarshallingException => true,
        OperationCanceledException => true,
        FileNotFoundException => false,
        _ => Cut(failure),
    };

    private static bool Cut(Exception failure) =>
        failure is HttpRequestException or HttpIOException or SocketException or EndOfStreamException or WebException
        || (failure is IOException && failure.InnerException is null or SocketException or HttpIOException)
        || (failure.InnerException is { } inner && Cut(inner));

    private string Told(string verb, S3Location at, int attempts, TimeSpan limit, Exception failure)
    {
        var often = attempts < Words.Length ? Words[attempts] : $"{attempts} times";
        return failure switch
        {
            AmazonS3Exception answer when answer.StatusCode != default =>
                $"The object store at {connection.Name} answered {Code(answer)} to {verb} of {at} {often}; it is overloaded or being worked on. Try again later.",
            OperationCanceledException =>
                $"The object store at {connection.Name} did not answer {verb} of {at} within {limit.TotalSeconds:0} seconds, {often}. Check its load and the network.",
            _ => $"The connection to the object store at {connection.Name} failed {often} at {verb} of {at}: {Innermost(failure).Message} Check its address and the network.",
        };
    }

    private static string Code(AmazonS3Exception answer) =>
        string.IsNullOrEmpty(answer.ErrorCode) ? $"{(int)answer.StatusCode}" : $"{(int)answer.StatusCode} ({answer.ErrorCode})";

    private static Exception Innermost(Exception failure) => failure.InnerException is { } inner ? Innermost(inner) : failure;
}
