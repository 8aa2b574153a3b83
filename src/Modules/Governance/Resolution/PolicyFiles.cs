using System.Globalization;
using System.Text;
using Talentys.Kernel;

namespace Talentys.Governance.Resolution;

/// <summary>Tells whether files of policies changed, without reading them: some microseconds where there are none.</summary>
internal static class PolicyFiles
{
    private static readonly string[] Singles = ["access.yml", "access.yaml"];

    /// <summary>Another text whenever a file came, went or changed; empty while there are none.</summary>
    public static string Stamp(PlatformFolders folders)
    {
        var stamp = new StringBuilder();
        var policies = new DirectoryInfo(Path.Combine(folders.Project, "policies"));
        if (policies.Exists)
        {
            foreach (var file in policies.EnumerateFiles().OrderBy(file => file.Name, StringComparer.Ordinal))
            {
                Add(stamp, file);
            }
        }

        foreach (var name in Singles)
        {
            var file = new FileInfo(Path.Combine(folders.Project, name));
            if (file.Exists)
            {
                Add(stamp, file);
            }
        }

        return stamp.ToString();
    }

    private static void Add(StringBuilder stamp, FileInfo file) => stamp
        .Append(file.Name).Append('\n')
        .Append(Facts(file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo));

    // what a link names may be another file without any change of the link
    private static string Facts(FileInfo? file) => file is { Exists: true }
        ? string.Create(CultureInfo.InvariantCulture, $"{file.FullName} {file.LastWriteTimeUtc.Ticks} {file.Length}\n")
        : "nowhere\n";
}
