using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Talentys.Lake.Tests.Stores;

/// <summary>Stands before a server and passes on what it is asked, but for what the test spoils.</summary>
internal sealed class FaultyServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly string behind;

    private FaultyServer(WebApplication app, string behind)
    {
        this.app = app;
        this.behind = behind;
    }

    /// <summary>What happens to a request: nothing for null. The number counts the requests from 1.</summary>
    public Func<HttpRequest, int, Fault?> Spoil { get; set; } = (_, _) => null;

    /// <summary>Requests until now.</summary>
    public int Requests { get; set; }

    public string Endpoint => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <summary>A way to spoil a request.</summary>
    /// <param name="Status">Answers so, and passes nothing on.</param>
    /// <param name="Cut">Cuts the connection after so many bytes of the answer; 0 before it.</param>
    /// <param name="Hangs">Never answers.</param>
    /// <param name="Passes">Whether the request reaches the server nevertheless.</param>
    public sealed record Fault(int Status = 0, int Cut = -1, bool Hangs = false, bool Passes = false);

    public static async Task<FaultyServer> StartAsync(string behind)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(server => server.Limits.MaxRequestBodySize = null);
        var app = builder.Build();
        var server = new FaultyServer(app, behind);
        app.Run(server.PassAsync);
        await app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        try
        {
            await app.StopAsync(now.Token);
        }
        catch (OperationCanceledException)
        {
            // requests that hang are not waited for
        }

        await app.DisposeAsync();
        client.Dispose();
    }

    private async Task PassAsync(HttpContext context)
    {
        Fault? fault;
        lock (client)
        {
            fault = Spoil(context.Request, ++Requests);
        }

        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if (fault is { Hangs: true })
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }

        if (fault is { Status: > 0 })
        {
            context.Response.StatusCode = fault.Status;
            return;
        }

        if (fault is { Cut: 0, Passes: false })
        {
            context.Abort();
            return;
        }

        using var answer = await client.SendAsync(Request(context, body), context.RequestAborted);
        var content = await answer.Content.ReadAsByteArrayAsync(context.RequestAborted);
        if (fault is { Cut: 0 })
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var header in answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key is not ("Transfer-Encoding" or "Connection")))
        {
            context.Response.Headers[header.Key] = header.Value.ToArray();
        }

        if (HttpMethods.IsHead(context.Request.Method) || answer.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.NotModified)
        {
            return;
        }

        if (fault is { Cut: > 0 } && fault.Cut < content.Length)
        {
            await context.Response.Body.WriteAsync(content.AsMemory(0, fault.Cut));
            await context.Response.Body.FlushAsync();
            context.Abort();
            return;
        }

        await context.Response.Body.WriteAsync(content);
    }

    private HttpRequestMessage Request(HttpContext context, MemoryStream body)
    {
        // the path as it came: it is signed so
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(behind + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (body.Length > 0 || context.Request.Method is "PUT" or "POST")
        {
            request.Content = new ByteArrayContent(body.ToArray());
        }

        foreach (var header in context.Request.Headers.Where(header => header.Key is not ("Content-Length" or "Connection" or "Expect" or "Transfer-Encoding")))
        {
            if (!request.Headers.TryAddWithoutValidation(header.Key, header.Value.ToArray()))
            {
                request.Content?.Headers.TryAddWithoutValidation(header.Key, header.Value.ToArray());
            }
        }

        return request;
    }
}
