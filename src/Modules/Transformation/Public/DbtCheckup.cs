using Talentys.Kernel;
using Talentys.Transformation.Projects;

namespace Talentys.Transformation.Public;

/// <summary>What <c>dbt debug</c> tells of a project.</summary>
/// <param name="ProfilesFolder">Folder of <c>profiles.yml</c>; null when there is none.</param>
/// <param name="Findings">What was looked at, what is told of it, and what is wrong with it.</param>
public sealed record DbtCheckup(string? ProfilesFolder, IReadOnlyList<(string What, string Told, Fault? Fault)> Findings)
{
    /// <summary>The version of dbt that is meant by <c>dbt_version</c>.</summary>
    public const string DbtVersion = "1.10.0";

    /// <summary>Looks at a project.</summary>
    public static DbtCheckup Of(DbtOrder order, CancellationToken cancellationToken)
    {
        var findings = new List<(string, string, Fault?)>();
        var reader = new ProjectReader(order, cancellationToken);
        var profiles = reader.ProfilesFile;
        findings.Add(("profiles.yml", profiles ?? "none: the target is dev in the schema main", null));
        try
        {
            var (root, target) = reader.Root();
            findings.Add((ProjectReader.FileName, $"{root.Name} in {order.Folder}", null));
            findings.Add(("target", $"{target["profile_name"]}.{target["name"]}, schema {target["schema"]}, {target["threads"]} threads", null));
            var read = reader.Read();
            findings.Add(("packages", read.Packages.Count == 1 ? "none" : string.Join(", ", read.Packages.Skip(1).Select(package => package.Name)), null));
        }
        catch (FaultException failure)
        {
            findings.AddRange(failure.Faults.Select(fault => (fault.Place ?? ProjectReader.FileName, "cannot be read", (Fault?)fault)));
        }

        findings.Add(("built on", "the lake, whatever the profile would connect to", null));
        return new DbtCheckup(profiles is null ? null : Path.GetDirectoryName(profiles), findings);
    }
}
