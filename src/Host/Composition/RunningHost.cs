using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Talentys.Kernel;

namespace Talentys.Host.Composition;

/// <summary>A host that listens; disposing stops it and gives the state folder back.</summary>
internal sealed class RunningHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly HostSettings settings;

    private RunningHost(WebApplication app, HostSettings settings, Uri address)
    {
        this.app = app;
        this.settings = settings;
        Address = address;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

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
            var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
            settings.Lock?.Announce(new Sessions.StateLock.OwnerNotice(Environment.ProcessId, address, settings.Serving));
            return new RunningHost(app, settings, address);
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
