using Talentys.Host.Sessions;
using Talentys.Kernel;

namespace Talentys.Benchmarks.Platform;

/// <summary>A project in a temporary folder, which goes with it, or one that stays for the next run.</summary>
internal sealed class BenchProject : IDisposable
{
    private readonly DirectoryInfo folder;
    private readonly bool stays;

    public BenchProject()
    {
        folder = Directory.CreateTempSubdirectory("talentys-bench-");
        Folders = Prepare();
    }

    /// <summary>A project that stays.</summary>
    /// <param name="name">Tells it from others.</param>
    public BenchProject(string name)
    {
        (folder, stays) = (Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "talentys-bench", name)), true);
        Folders = Prepare();
    }

    /// <summary>Where its parts are.</summary>
    public PlatformFolders Folders { get; }

    /// <summary>A place for a file of the benchmark beside the project's.</summary>
    public string File(string name) => Path.Combine(folder.FullName, name);

    /// <summary>Empties it.</summary>
    public void Clear()
    {
        folder.Delete(recursive: true);
        folder.Create();
        Prepare();
    }

    public void Dispose()
    {
        if (!stays)
        {
            folder.Delete(recursive: true);
        }
    }

    private PlatformFolders Prepare()
    {
        var folders = ProjectFolder.Find(folder.FullName);
        ProjectFolder.Prepare(folders);
        return folders;
    }
}
