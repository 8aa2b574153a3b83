using Microsoft.Extensions.DependencyInjection;
using Talentys.Identity.Public;
using Talentys.Kernel;
using Talentys.Storage;

namespace Talentys.Host.Composition;

/// <summary>What must be there before a host answers: the metadata in its shape, the organisation, the local token.</summary>
internal static class StartUp
{
    /// <summary>Makes what is missing. The one-time password of the administrator is told once, on standard error.</summary>
    public static async Task PrepareAsync(IServiceProvider services, HostSettings settings, CancellationToken cancellationToken)
    {
        ClearCache(settings.Folders);
        await services.GetRequiredService<StorageStart>().EnsureAsync(cancellationToken);
        if (await services.GetRequiredService<FirstStart>().EnsureAsync(cancellationToken) is { } first)
        {
            settings.Announce($"First start: sign in as {first.User} with the one-time password {first.Password}");
        }
    }

    /// <summary>What a process that was killed left in the cache: nobody else is using it, the folder's lock is ours.</summary>
    private static void ClearCache(PlatformFolders folders)
    {
        foreach (var entry in new DirectoryInfo(folders.Cache).EnumerateFileSystemInfos())
        {
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
