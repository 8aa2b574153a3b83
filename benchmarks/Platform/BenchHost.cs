using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Contracts;
using Talentys.Host.Composition;
using Talentys.Host.Sessions;
using Talentys.Identity.Public;
using Talentys.Kernel;
using Talentys.Query.Public;

namespace Talentys.Benchmarks.Platform;

/// <summary>The platform as the host composes it, in this process, with a client.</summary>
internal sealed class BenchHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private BenchHost(WebApplication app, ApiClient api)
    {
        this.app = app;
        Api = api;
    }

    /// <summary>Its services.</summary>
    public IServiceProvider Services => app.Services;

    /// <summary>Its API, as the local operator.</summary>
    public ApiClient Api { get; }

    /// <summary>Starts it quietly, as for a command.</summary>
    /// <param name="folders">Its project; several hosts may share one as long as nothing is written.</param>
    /// <param name="isolate">Statements run in an engine child, as under <c>serve</c>.</param>
    /// <param name="works">It takes runs from the queue.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="memoryBytes">Memory of the engine; null for what it takes by itself.</param>
    public static async Task<BenchHost> StartAsync(
        PlatformFolders folders, bool isolate, bool works, CancellationToken cancellationToken, long? memoryBytes = null)
    {
        var settings = new HostSettings(folders, null, "http://127.0.0.1:0", Serving: false, works, _ => { });
        var app = PlatformHost.Build(settings);
        var query = app.Services.GetRequiredService<QueryOptions>();
        query.IsolateStatements = isolate;
        query.EngineCommand = TalentysProgram.Engine;
        query.MemoryBytes = memoryBytes ?? query.MemoryBytes;
        await StartUp.PrepareAsync(app.Services, settings, cancellationToken);
        await app.StartAsync(cancellationToken);

        var http = new HttpClient { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
        var token = await File.ReadAllTextAsync(LocalToken.FileOf(folders), cancellationToken);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Trim());
        return new BenchHost(app, new ApiClient(http));
    }

    /// <summary>Starts a run and waits for its end.</summary>
    /// <exception cref="InvalidOperationException">It did not succeed.</exception>
    public async Task WorkAsync(string path, object request, CancellationToken cancellationToken)
    {
        var started = await Api.PostAsync<StartedRunDto>(path, request, cancellationToken);
        while (true)
        {
            var run = await Api.GetAsync<RunDto>($"/api/v1/runs/{started.RunId}", cancellationToken);
            if (run.EndedAt is not null)
            {
                if (run.State != "succeeded")
                {
                    throw new InvalidOperationException($"The run ended as {run.State}: {run.Fault?.Message}");
                }

                return;
            }

            await Task.Delay(20, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
    }
}
