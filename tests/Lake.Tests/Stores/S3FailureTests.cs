using Microsoft.AspNetCore.Http;
using Talentys.Lake.Stores;
using Talentys.Lake.Stores.S3;
using Talentys.TestSupport;
using Fault = Talentys.Lake.Tests.Stores.FaultyServer.Fault;

namespace Talentys.Lake.Tests.Stores;

public sealed class S3FailureTests : IAsyncLifetime
{
    private readonly TempFolder folder = new();
    private FaultyServer server = null!;
    private IObjectStore store = null!;
    private S3Options options = null!;
    private string root = null!;

    public async ValueTask InitializeAsync()
    {
        var swift = await SwiftServer.SharedAsync();
        server = await FaultyServer.StartAsync(swift.Endpoint());
        options = swift.Options(server.Endpoint);
        store = SwiftStores.Of(options, folder.Folders);
        root = $"s3://{await swift.CreateBucketAsync()}";

        // it is known then that conditions are
        await store.CreateAsync($"{root}/first", "x"u8.ToArray(), default);
        server.Requests = 0;
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        folder.Dispose();
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task A_store_that_is_overloaded_for_a_while_is_asked_again(int status)
    {
        server.Spoil = (_, number) => number % 3 != 0 ? new Fault(status) : null;

        await store.CreateAsync($"{root}/made", "content"u8.ToArray(), default);

        Assert.Equal("content"u8.ToArray(), await store.ReadAsync($"{root}/made", default));
        Assert.Equal(6, server.Requests);
    }

    [Fact]
    public async Task One_that_stays_overloaded_is_one_clear_failure_without_secrets()
    {
        server.Spoil = (_, _) => new Fault(503);

        var failure = await Assert.ThrowsAsync<IOException>(() => store.CreateAsync($"{root}/none", "content"u8.ToArray(), default));

        Assert.Equal($"The object store at {server.Endpoint} answered 503 (ServiceUnavailable) to PUT of {root}/none five times; it is overloaded or being worked on. Try again later.", failure.Message);
        Assert.Equal(5, server.Requests);
        Assert.DoesNotContain(SwiftServer.SecretKey, failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(SwiftServer.AccessKey, failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_is_cut_is_read_again_and_never_taken_for_a_short_object()
    {
        var content = new byte[200_000];
        Random.Shared.NextBytes(content);
        await store.CreateAsync($"{root}/long", content, default);
        server.Requests = 0;
        server.Spoil = (_, number) => number switch { 1 => new Fault(Cut: 0), 2 => new Fault(Cut: 100_000), _ => null };

        Assert.Equal(content, await store.ReadAsync($"{root}/long", default));
        server.Requests = 0;
        Assert.Equal(content[1000..150_000], await store.ReadAsync($"{root}/long", 1000, 149_000, default));

        server.Spoil = (_, _) => new Fault(Cut: 100_000);
        var failure = await Assert.ThrowsAsync<IOException>(() => store.ReadAsync($"{root}/long", default));
        Assert.Contains("five times", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_whose_answer_is_lost_is_known_as_its_own()
    {
        server.Spoil = (request, number) => HttpMethods.IsPut(request.Method) && number == 1 ? new Fault(Cut: 0, Passes: true) : null;

        await store.CreateAsync($"{root}/made", "content"u8.ToArray(), default);

        server.Requests = 0;
        await Assert.ThrowsAnyAsync<IOException>(() => store.CreateAsync($"{root}/made", "others"u8.ToArray(), default));
        Assert.Equal("content"u8.ToArray(), await store.ReadAsync($"{root}/made", default));
    }

    [Fact]
    public async Task A_store_that_does_not_answer_is_given_up()
    {
        (options.Timeout, options.Attempts) = (TimeSpan.FromMilliseconds(300), 2);
        server.Spoil = (_, _) => new Fault(Hangs: true);

        var failure = await Assert.ThrowsAsync<IOException>(() => store.FindAsync($"{root}/first", default));

        Assert.Contains("did not answer HEAD", failure.Message, StringComparison.Ordinal);
        Assert.Contains("twice", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_in_parts_gets_over_failures_and_leaves_nothing_when_it_cannot()
    {
        var path = store.WritePath($"{root}/data/large");
        var content = new byte[12 * 1024 * 1024];
        Random.Shared.NextBytes(content);
        await File.WriteAllBytesAsync(path, content);
        server.Spoil = (_, number) => number is 2 or 4 ? new Fault(503) : number == 5 ? new Fault(Cut: 0) : null;
        await store.TakeAsync(path, $"{root}/data/large", default);
        Assert.Equal(content, await store.ReadAsync($"{root}/data/large", default));

        var aborted = false;
        server.Spoil = (request, _) =>
        {
            aborted |= HttpMethods.IsDelete(request.Method) && request.Query.ContainsKey("uploadId");
            return HttpMethods.IsPut(request.Method) ? new Fault(503) : null;
        };
        await File.WriteAllBytesAsync(path, content);
        await Assert.ThrowsAnyAsync<IOException>(() => store.TakeAsync(path, $"{root}/data/other", default));
        Assert.True(aborted);
        Assert.False(File.Exists(path));
        Assert.Null(await store.FindAsync($"{root}/data/other", default));
    }

    [Fact]
    public async Task Wrong_keys_and_missing_buckets_are_told_at_once()
    {
        var wrong = SwiftStores.Of(new S3Options { Endpoint = server.Endpoint, AccessKey = "lake:tests", SecretKey = "not-the-secret" }, folder.Folders);
        var refused = await Assert.ThrowsAnyAsync<IOException>(() => wrong.ReadAsync($"{root}/first", default));
        Assert.Contains("refused GET", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not-the-secret", refused.ToString(), StringComparison.Ordinal);
        var missing = await Assert.ThrowsAsync<FileNotFoundException>(() => store.CreateAsync("s3://no-such-bucket-here/x", "x"u8.ToArray(), default));
        Assert.Contains("no bucket no-such-bucket-here", missing.Message, StringComparison.Ordinal);
        Assert.InRange(server.Requests, 1, 3);
    }
}
