using Talentys.Kernel;

namespace Talentys.Samples.Company;

/// <summary>The folder of the project: never one that holds something else.</summary>
internal static class ProjectFolder
{
    private const string Mark = "name: maison-lumen";

    public static Fault? Taken(string folder, bool replace)
    {
        if (File.Exists(folder))
        {
            return new Fault(FaultKind.Conflict, "samples.folder_taken", "There is a file of that name.", folder, "Choose another folder.");
        }

        if (!Directory.Exists(folder) || Directory.EnumerateFileSystemEntries(folder).All(IsOurs))
        {
            return null;
        }

        if (!IsSample(folder))
        {
            return new Fault(
                FaultKind.Conflict, "samples.folder_taken", "The folder holds other files.", folder, "Choose an empty folder or a new one.");
        }

        return replace
            ? null
            : new Fault(
                FaultKind.Conflict, "samples.folder_taken", "The folder already holds the sample project.", folder, "Replace it, or choose another folder.");
    }

    /// <summary>Takes away the data of an earlier or unfinished sample.</summary>
    public static void Clear(string folder)
    {
        foreach (var name in (string[])["drop.part", "drop"])
        {
            var path = Path.Combine(folder, name);
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
        }
    }

    /// <summary>The platform's own state, and what a sample left that was cut off before it was complete.</summary>
    private static bool IsOurs(string path) => Path.GetFileName(path) is ".talentys" or "drop.part";

    private static bool IsSample(string folder)
    {
        var file = Path.Combine(folder, "talentys.yml");
        return File.Exists(file) && File.ReadLines(file).Contains(Mark);
    }
}
