using System.IO.Pipelines;
using System.Net;
using System.Text;
using Talentys.Ui.Api;
using Talentys.Ui.Features.Runs;
using Talentys.Ui.Features.Sources;

namespace Talentys.Ui.Tests.Sources;

public class SyncFollowerTests : PageContext
{
    [Fact]
    public async Task What_ended_before_the_stream_was_open_is_read_again()
    {
        using var http = new HttpClient(new OneStream()) { BaseAddress = new Uri("http://server.test/") };
        using var link = new ServerLink(http);
        await using var tab = new TabVisibility(JSInterop.JSRuntime);
        using var follower = new SyncFollower(new LiveStreams(new ApiClient(http, link), link, tab));
        var stale = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        follower.Stale += () => stale.TrySetResult();

        // a page has read that a sync is under way; it ends before the stream is open, which therefore tells nothing of it
        _ = follower.FollowAsync();

        await stale.Task.WaitAsync(TimeSpan.FromSeconds(30), Xunit.TestContext.Current.CancellationToken);
    }

    /// <summary>The server's stream of all runs while there are none: a first event, and then it stays open.</summary>
    private sealed class OneStream : HttpMessageHandler
    {
        private readonly Pipe pipe = new();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes("event: ping\ndata: {}\n\n"), cancellationToken);
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(pipe.Reader.AsStream()) };
        }
    }
}
