using System.Net.Http.Headers;
using Talentys.Host.Composition;
using Talentys.Host.Terminal;
using Talentys.Identity.Public;
using Talentys.Kernel;
using Talentys.Transformation.Public;
using Talentys.Web;

namespace Talentys.Host.Sessions;

/// <summary>
/// A connection of a command to the platform: to a server that runs for the project, or to the same host started in this
/// process for as long as the command lasts. One code path: commands only speak HTTP.
/// </summary>
internal sealed class ApiSession : IAsyncDisposable
{
    private readonly RunningHost? own;

    private ApiSession(ApiClient api, PlatformFolders? folders, RunningHost? own)
    {
        Api = api;
        Folders = folders;
        this.own = own;
    }

    /// <summary>The API.</summary>
    public ApiClient Api { get; }

    /// <summary>Whether the platform runs in this process, for this command alone.</summary>
    public bool IsOwn => own is not null;

    /// <summary>Folders of the project; null when the server is elsewhere.</summary>
    public PlatformFolders? Folders { get; }

    /// <summary>Connects.</summary>
    /// <param name="target">Where.</param>
    /// <param name="works">The command starts runs, so that a host of its own needs a worker.</param>
    /// <param name="output">For messages while it waits.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="reader">What read the dbt project already, for a host of its own.</param>
    public static async Task<ApiSession> OpenAsync(SessionTarget target, bool works, Output output, CancellationToken cancellationToken, DbtReader? reader = null)
    {
        if (target.Server is { } server)
        {
            var key = Environment.GetEnvironmentVariable("TALENTYS_API_KEY") ?? throw new FaultException(new Fault(
                FaultKind.Unauthenticated, "session.no_key", "--server needs an API key.", null, "Set TALENTYS_API_KEY to a key (tk_...)."));
            return new ApiSession(Client(server, key, target.Environment), null, null);
        }

        var folders = ProjectFolder.Find(target.Folder);
        ProjectFolder.Prepare(folders);
        var told = false;
        while (true)
        {
            if (StateLock.TryTake(folders) is { } held)
            {
                var host = await RunningHost.StartAsync(HostSettings.ForCommand(folders, held, works, output.Once) with { Reader = reader }, cancellationToken);
                return new ApiSession(Client(host.Address, await TokenAsync(folders, cancellationToken), target.Environment), folders, host);
            }

            if (StateLock.Owner(folders) is { Serving: true } owner)
            {
                return new ApiSession(Client(owner.Address, await TokenAsync(folders, cancellationToken), target.Environment), folders, null);
            }

            if (!told)
            {
                told = true;
                output.Message("Another talentys command works on this project; waiting for it to end.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
        }
    }

    /// <summary>Connects to a host of this process, which stays when the session ends.</summary>
    public static async Task<ApiSession> ToAsync(RunningHost host, CancellationToken cancellationToken) =>
        new(Client(host.Address, await TokenAsync(host.Folders, cancellationToken), null), host.Folders, null);

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        if (own is not null)
        {
            await own.DisposeAsync();
        }
    }

    private static ApiClient Client(Uri address, string token, string? environment)
    {
        var http = new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (environment is not null)
        {
            http.DefaultRequestHeaders.Add(Caller.EnvironmentHeader, environment);
        }

        return new ApiClient(http);
    }

    private static async Task<string> TokenAsync(PlatformFolders folders, CancellationToken cancellationToken)
    {
        try
        {
            return (await File.ReadAllTextAsync(LocalToken.FileOf(folders), cancellationToken)).Trim();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new FaultException(new Fault(
                FaultKind.Unauthenticated, "session.no_token", $"The token in {folders.State} cannot be read.", null,
                "Run as the user who owns the folder."));
        }
    }
}
