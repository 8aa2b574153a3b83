using System.Security.Cryptography;
using System.Text;
using Talentys.Kernel;

namespace Talentys.Lake.Stores;

/// <summary>Where the engine writes files before they are uploaded.</summary>
internal sealed class StagedFiles(PlatformFolders folders)
{
    /// <summary>The folder of all.</summary>
    public string Folder => Path.Combine(folders.Cache, "uploads");

    /// <summary>The local file for an object; those of one folder are in one folder.</summary>
    public string PathOf(string location)
    {
        var slash = location.LastIndexOf('/');
        var folder = Path.Combine(Folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(location[..slash])))[..32]);
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, location[(slash + 1)..]);
    }

    /// <summary>Deletes what writes left that did not come to their end.</summary>
    public void DeleteOlderThan(DateTimeOffset time)
    {
        if (!Directory.Exists(Folder))
        {
            return;
        }

        foreach (var file in new DirectoryInfo(Folder).EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.LastWriteTimeUtc < time.UtcDateTime))
        {
            file.Delete();
        }
    }
}
