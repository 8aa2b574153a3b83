using Talentys.Kernel;
using Talentys.Lake.Stores;
using Talentys.Lake.Stores.Copies;
using Talentys.Lake.Stores.S3;
using Talentys.TestSupport;

namespace Talentys.Lake.Tests.Stores;

/// <summary>Stores of ours on the server of the tests.</summary>
internal static class SwiftStores
{
    /// <summary>Settings for the server, or for what stands before it.</summary>
    public static S3Options Options(this SwiftServer server, string? endpoint = null) => new()
    {
        Endpoint = endpoint ?? server.Endpoint(),
        AccessKey = SwiftServer.AccessKey,
        SecretKey = SwiftServer.SecretKey,
        RetryWait = TimeSpan.FromMilliseconds(1),
        KeysAtOnce = 50,
        PartBytes = 5 * 1024 * 1024,
    };

    /// <summary>A store on some address.</summary>
    public static IObjectStore Of(S3Options options, PlatformFolders folders) =>
        new S3Store(new S3Connection(options, null), options, new StagedFiles(folders), new CopyPaths(folders));
}
