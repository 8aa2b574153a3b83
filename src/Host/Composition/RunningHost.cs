using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Talentys.Gateway.Public;
using Talentys.Identity.Public;
using Talentys.Kernel;
using Talentys.Web;

namespace Talentys.Host.Composition;

/// <summary>A host that listens; disposing stops it and gives the state folder back.</summary>
internal sealed class RunningHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly HostSettings settings;

    private RunningHost(WebApplication app, HostSettings settings, IReadOnlyList<Uri> addresses)
    {
        this.app = app;
        this.settings = settings;
        Address = addresses[0];
        Loopback = addresses.Select(ListenAddress.OnLoopback).FirstOrDefault(address => address is not null);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Where a browser on this machine reaches it over the loopback, or null.</summary>
    public Uri? Loopback { get; }

    /// <summary>Makes links that sign in; null where no browser could use one, because it does not listen on the loopback.</summary>
    public SignInLinks? Links => Loopback is null ? null : app.Services.GetRequiredService<SignInLinks>();

    /// <summary>What to tell of the door for PostgreSQL's clients.</summary>
    public string? Postgres
    {
        get
        {
            var door = app.Services.GetRequiredService<PostgresAddress>();
            return door.Current is { } address
                ? $"PostgreSQL clients connect to {address}, database {app.Services.GetRequiredService<IOptions<WebOptions>>().Value.DefaultEnvironment}"
                : door.Problem;
        }
    }

    /// <summary>Folders of its project.</summary>
    public PlatformFolders Folders => settings.Folders;

    /// <summary>Starts a host; the lock is given back when that fails.</summary>
    /// <exception cref="FaultException"><c>host.address_in_use</c>, or the metadata cannot be opened.</exception>
    public static async Task<RunningHost> StartAsync(HostSettings settings, CancellationToken cancellationToken)
    {
        WebApplication? app = null;
        try
        {
            ListenAddress.Check(settings.Urls);
            app = PlatformHost.Build(settings);
            await StartUp.PrepareAsync(app.Services, settings, cancellationToken);
            await app.StartAsync(cancellationToken);
            Uri[] addresses =
                [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address))];
            settings.Lock?.Announce(new Sessions.StateLock.OwnerNotice(Environment.ProcessId, addresses[0], settings.Serving));
            return new RunningHost(app, settings, addresses);
        }
        catch (Exception)
        {
            if (app is not null)
            {
                await app.DisposeAsync();
            }

            settings.Lock?.Dispose();
            throw;
        }
    }

    /// <summary>Waits until the host is told to stop (Ctrl+C, SIGTERM).</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => app.WaitForShutdownAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await app.StopAsync(CancellationToken.None);
            await app.DisposeAsync();
        }
        finally
        {
            settings.Lock?.Dispose();
        }
    }
}
