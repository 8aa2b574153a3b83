using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Talentys.Identity.Public;
using Talentys.Kernel;
using Talentys.Storage;
using Talentys.Web;

namespace Talentys.Host.Composition;

/// <summary>What must be there before a host answers: the metadata in its shape, the organisation, the local token.</summary>
internal static class StartUp
{
    /// <summary>Makes what is missing. The one-time password of the administrator is told once, on standard error.</summary>
    public static async Task PrepareAsync(IServiceProvider services, HostSettings settings, CancellationToken cancellationToken)
    {
        ClearCache(settings.Folders);
        await services.GetRequiredService<StorageStart>().EnsureAsync(cancellationToken);
        await TakeDefaultEnvironmentAsync(services, cancellationToken);
        if (await services.GetRequiredService<FirstStart>().EnsureAsync(cancellationToken) is { } first)
        {
            settings.Announce($"First start: sign in as {first.User} with the one-time password {first.Password}");
        }
    }

    /// <summary>Faults of the project's file are told by whoever uses it: a broken file does not keep the server from starting.</summary>
    private static async Task TakeDefaultEnvironmentAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var project = await services.GetRequiredService<IResources>().LoadAsync("project", cancellationToken);
        if (project.Documents is [var settings, ..] && settings.Root.Text("default_env") is { } environment)
        {
            services.GetRequiredService<IOptions<WebOptions>>().Value.DefaultEnvironment = environment;
        }
    }

    /// <summary>What a process that was killed left in the cache: nobody else is using it, the folder's lock is ours.</summary>
    private static void ClearCache(PlatformFolders folders)
    {
        foreach (var entry in new DirectoryInfo(folders.Cache).EnumerateFileSystemInfos())
        {
            if (folders.Lasting.Contains(entry.FullName))
            {
                continue;
            }

            if (entry is DirectoryInfo folder)
            {
                folder.Delete(recursive: true);
            }
            else
            {
                entry.Delete();
            }
        }
    }
}
