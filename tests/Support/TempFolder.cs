using Talentys.Kernel;

namespace Talentys.TestSupport;

/// <summary>An empty folder, deleted with all that is in it.</summary>
public sealed class TempFolder : IDisposable
{
    /// <summary>Path of the folder: absolute.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("talentys-test-").FullName;

    /// <summary>Project and state folders inside it; both exist.</summary>
    public PlatformFolders Folders
    {
        get
        {
            var folders = new PlatformFolders(Path, this[".talentys"]);
            Directory.CreateDirectory(folders.State);
            return folders;
        }
    }

    /// <summary>The path of a file or folder in it.</summary>
    public string this[string relative] => System.IO.Path.Combine(Path, relative);

    /// <summary>Writes a text file, making the folders it needs.</summary>
    /// <returns>Its path.</returns>
    public string Write(string relative, string content)
    {
        var path = this[relative];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // a database that is being closed still writes beside its file
        if (!SpinWait.SpinUntil(TryDelete, TimeSpan.FromSeconds(30)))
        {
            Directory.Delete(Path, recursive: true);
        }
    }

    private bool TryDelete()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // it was deleted before
        }
        catch (IOException)
        {
            return false;
        }

        return true;
    }
}
