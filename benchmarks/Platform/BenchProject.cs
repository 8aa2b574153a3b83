using Talentys.Host.Sessions;
using Talentys.Kernel;

namespace Talentys.Benchmarks.Platform;

/// <summary>A project in a temporary folder, which goes with it.</summary>
internal sealed class BenchProject : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("talentys-bench-");

    public BenchProject()
    {
        Folders = ProjectFolder.Find(folder.FullName);
        ProjectFolder.Prepare(Folders);
    }

    /// <summary>Where its parts are.</summary>
    public PlatformFolders Folders { get; }

    /// <summary>A place for a file of the benchmark beside the project's.</summary>
    public string File(string name) => Path.Combine(folder.FullName, name);

    public void Dispose() => folder.Delete(recursive: true);
}
