using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Talentys.Kernel;

namespace Talentys.Storage;

/// <summary>The keys that encrypt secrets: files in <see cref="PlatformFolders.Keys"/>, readable by this account only.</summary>
internal static class KeyRing
{
    internal static void Add(IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("talentys");
        services.AddOptions<KeyManagementOptions>().Configure<PlatformFolders, ILoggerFactory>((options, folders, loggers) =>
        {
            PrivateFiles.MakeFolder(folders.Keys);
            options.XmlRepository = new FileSystemXmlRepository(new DirectoryInfo(folders.Keys), loggers);
        });
    }
}
