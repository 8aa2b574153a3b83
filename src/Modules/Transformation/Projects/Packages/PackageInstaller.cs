using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Projects.Packages;

/// <summary>Brings the packages of a project, and theirs, into its folder of packages.</summary>
internal sealed class PackageInstaller(DbtPackage root, Rendered rendered, Action<string> tell, CancellationToken cancellation)
{
    private readonly string target = root.PackagesFolder;
    private readonly string scratch = Path.Combine(root.PackagesFolder, ".fetched");
    private readonly Dictionary<string, (PackageSpec Spec, string Folder, string Name, string? Commit)> found = new(StringComparer.Ordinal);

    /// <summary>Installs what is named: as it is locked, else what is found now, which is locked.</summary>
    public async Task RunAsync(bool upgrade, bool onlyLock)
    {
        var named = PackageList.Read(root.Folder, rendered);
        if (named.Count == 0)
        {
            tell($"No packages are named in {PackageList.FileName}.");
            return;
        }

        var hash = PackageList.Hash(named);
        var locked = upgrade ? null : PackageLock.Read(root.Folder, rendered, hash);
        Directory.CreateDirectory(target);
        Clear(scratch);
        try
        {
            await FindAsync(locked ?? named, deeper: locked is null);
            if (locked is null)
            {
                PackageLock.Write(root.Folder, found.Values.OrderBy(one => one.Name, StringComparer.Ordinal).Select(Locked), hash);
                tell($"The packages are locked in {PackageLock.FileName}.");
            }

            if (!onlyLock)
            {
                Install();
            }
        }
        finally
        {
            Clear(scratch);
        }
    }

    private static PyDict Locked((PackageSpec Spec, string Folder, string Name, string? Commit) one)
    {
        // as it is written: values of variables, which may be secrets, are not kept
        var entry = new PyDict(one.Spec.Written.Where(pair => pair.Key is not ("revision" or "name")));
        entry["name"] = one.Name;
        entry["revision"] = one.Commit;
        return entry;
    }

    /// <summary>Fetches packages, then those that they name, which a lock holds already; what the hub gives must be there or be among them.</summary>
    private async Task FindAsync(IReadOnlyList<PackageSpec> named, bool deeper)
    {
        var waiting = new Queue<PackageSpec>(named);
        var hub = new List<PackageSpec>();
        while (waiting.TryDequeue(out var spec))
        {
            if (spec.Kind is "package" or "private")
            {
                hub.Add(spec);
                continue;
            }

            if (found.TryGetValue(spec.Key, out var known))
            {
                if (known.Spec.Revision != spec.Revision && spec.Revision is not null && known.Commit?.StartsWith(spec.Revision, StringComparison.Ordinal) != true)
                {
                    throw new FaultException(Fault.Invalid(
                        "dbt.package_conflict", $"The package {known.Name} is wanted at {known.Spec.Revision ?? "HEAD"} and at {spec.Revision}.", spec.Place, "Let all name one revision."));
                }

                continue;
            }

            var (folder, commit) = await FetchAsync(spec);
            var name = NameOf(folder, spec);
            if (found.Values.FirstOrDefault(one => one.Name == name) is { Spec: { } other })
            {
                throw new FaultException(Fault.Invalid("dbt.package_twice", $"Two packages are named {name}: {GitClient.Safe(other.Value)} and {GitClient.Safe(spec.Value)}.", spec.Place, "Remove one of them."));
            }

            found[spec.Key] = (spec, folder, name, commit);
            foreach (var inner in deeper ? PackageList.Read(folder, rendered, name + ": ") : [])
            {
                waiting.Enqueue(inner);
            }
        }

        var faults = hub.Where(spec => found.Values.All(one => one.Name != spec.Name) && !IsThere(spec.Name)).DistinctBy(spec => spec.Key).Select(Refused).ToList();
        if (faults.Count > 0)
        {
            throw new FaultException([.. faults]);
        }
    }

    /// <summary>What is said of a package that only dbt's hub knows.</summary>
    public static Fault Refused(PackageSpec spec)
    {
        var version = spec.Rendered.Get("version") is { } given ? string.Join(", ", Values.Texts(given is string or PyList ? given : Convert.ToString(given, System.Globalization.CultureInfo.InvariantCulture))) : "1.0.0";
        return spec.Kind == "private"
            ? Fault.Invalid("dbt.package_private", $"The private package {spec.Value} is known to dbt's own service only.", spec.Place, "Name its repository: git: ADDRESS and revision: TAG.")
            : Fault.Invalid(
                "dbt.package_hub", $"The package {spec.Value} is named by dbt's hub, which is not asked.", spec.Place,
                $"Name its repository instead, - git: ADDRESS with revision: TAG (wanted: {version}), or put it into dbt_packages/{spec.Name}/.");
    }

    private bool IsThere(string? name) => name is not null && root.Installed().Any(folder => Path.GetFileName(folder) == name);

    private async Task<(string Folder, string? Commit)> FetchAsync(PackageSpec spec)
    {
        var fresh = Path.Combine(scratch, found.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
        switch (spec.Kind)
        {
            case "git":
                tell($"Fetching {GitClient.Safe(spec.Value)}{(spec.Revision is null ? "" : " at " + spec.Revision)}.");
                var commit = await GitClient.CheckOutAsync(spec.Value, spec.Revision, fresh, spec.Place, cancellation);
                if (spec is { Revision: null } && spec.Rendered.Get("warn-unpinned") is not false)
                {
                    tell($"Warning: {GitClient.Safe(spec.Value)} has no revision: it may change whenever packages are installed anew.");
                }

                var folder = Path.GetFullPath(Path.Combine(fresh, spec.Subdirectory ?? "."));
                return folder.StartsWith(Path.GetFullPath(fresh), StringComparison.Ordinal) ? (folder, commit)
                    : throw new FaultException(Fault.Invalid("dbt.package_invalid", $"The subdirectory {spec.Subdirectory} is not in the repository.", spec.Place, "Write a folder of it."));
            case "tarball":
                tell($"Fetching {GitClient.Safe(spec.Value)}.");
                Directory.CreateDirectory(fresh);
                return (await Tarball.UnpackAsync(spec.Value, spec.Folder, fresh, spec.Place, cancellation), null);
            default:
                return (spec.LocalFolder, null);
        }
    }

    private static string NameOf(string folder, PackageSpec spec)
    {
        var file = Path.Combine(folder, ProjectReader.FileName);
        return File.Exists(file) && (YamlValues.Read(File.ReadAllText(file), $"{spec.Place}: {ProjectReader.FileName}") as PyDict)?.Text("name") is { } name && name.All(c => char.IsLetterOrDigit(c) || c == '_') ? name
            : throw new FaultException(Fault.Invalid(
                "dbt.package_missing", $"There is no dbt project in {GitClient.Safe(spec.Value)}{(spec.Subdirectory is null ? "" : "/" + spec.Subdirectory)}.", spec.Place,
                spec.Kind == "git" ? "Mend the address, or name the folder with subdirectory:." : "Mend the path of the package."));
    }

    private void Install()
    {
        var kept = found.Values.Where(one => one.Spec.Kind != "local").ToList();
        var hub = PackageList.Read(root.Folder, rendered).Concat(found.Values.SelectMany(one => PackageList.Read(one.Folder, rendered))).Where(spec => spec.Kind is "package" or "private").Select(spec => spec.Name).ToHashSet();
        foreach (var old in root.Installed().Where(folder => !hub.Contains(Path.GetFileName(folder))))
        {
            Clear(old);
        }

        foreach (var (spec, folder, name, commit) in kept)
        {
            Clear(Path.Combine(target, name));
            Copy(folder, Path.Combine(target, name));
            tell($"Installed {name}{(commit is null ? "" : $" at {spec.Revision ?? "HEAD"} ({commit[..Math.Min(10, commit.Length)]})")}.");
        }

        foreach (var (spec, _, name, _) in found.Values.Where(one => one.Spec.Kind == "local"))
        {
            tell($"{name} is used where it lies: {spec.Value}.");
        }
    }

    /// <summary>Links are left out: they could lead anywhere.</summary>
    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var entry in new DirectoryInfo(from).EnumerateFileSystemInfos().Where(entry => entry.LinkTarget is null && entry.Name != ".git"))
        {
            if (entry is DirectoryInfo)
            {
                Copy(entry.FullName, Path.Combine(to, entry.Name));
            }
            else
            {
                File.Copy(entry.FullName, Path.Combine(to, entry.Name));
            }
        }
    }

    private static void Clear(string folder)
    {
        var about = new DirectoryInfo(folder);
        if (about.LinkTarget is not null)
        {
            about.Delete();
        }
        else if (about.Exists)
        {
            // git writes its objects for reading only
            foreach (var file in about.EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file is { IsReadOnly: true, LinkTarget: null }))
            {
                file.IsReadOnly = false;
            }

            about.Delete(true);
        }
    }
}
