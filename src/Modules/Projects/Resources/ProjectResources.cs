using System.Text.RegularExpressions;
using Talentys.Kernel;
using Talentys.Projects.Validation;
using Talentys.Projects.Yaml;

namespace Talentys.Projects.Resources;

/// <summary>Reads and validates the files of the project as they are now.</summary>
internal sealed partial class ProjectResources(PlatformFolders folders, IEnumerable<IResourceKind> kinds) : IResources
{
    private readonly IReadOnlyList<IResourceKind> kinds = [.. kinds.OrderBy(kind => kind.Name, StringComparer.Ordinal)];

    /// <inheritdoc/>
    public async Task<ResourceSet> LoadAsync(string? kind, CancellationToken cancellationToken)
    {
        var wanted = kind is null ? kinds : [kinds.FirstOrDefault(known => known.Name == kind) ?? throw KindFaults.Unknown(kind, kinds)];
        if (!Directory.Exists(folders.Project))
        {
            return new ResourceSet([], [Fault.Failed(
                "projects.folder_missing", "The folder of the project does not exist.", folders.Project, "Name another with --dir, or make one with 'talentys init'.")]);
        }

        List<ResourceDocument> documents = [];
        List<Fault> faults = [];
        foreach (var one in wanted)
        {
            await LoadAsync(one, documents, faults, cancellationToken);
        }

        return new ResourceSet(documents, [.. faults.Distinct().Order(FaultOrder.ByPlace)]);
    }

    private async Task LoadAsync(IResourceKind kind, List<ResourceDocument> documents, List<Fault> faults, CancellationToken cancellationToken)
    {
        if (!ResourceFiles.Of(kind, folders.Project).TryGet(out var paths, out var problems))
        {
            faults.AddRange(problems);
            return;
        }

        var schema = kind.Schema;
        var twice = Duplicates(kind, paths, faults);
        foreach (var path in paths)
        {
            var (document, found) = await ReadAsync(kind.Name, path, cancellationToken);
            faults.AddRange(found);
            if (document is null)
            {
                continue;
            }

            var misfits = SchemaValidator.Validate(schema, document);
            misfits = misfits.Count > 0 ? misfits : [.. kind.Check(document)];
            faults.AddRange(misfits);
            if (found.Count == 0 && misfits.Count == 0 && !twice.Contains(path))
            {
                documents.Add(document);
            }
        }
    }

    // two files of one name would be one schema of the lake; case alone does not tell names apart there
    private static HashSet<string> Duplicates(IResourceKind kind, IReadOnlyList<string> paths, List<Fault> faults)
    {
        HashSet<string> twice = new(StringComparer.Ordinal);
        foreach (var same in paths.GroupBy(Path.GetFileNameWithoutExtension, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
        {
            twice.UnionWith(same);
            faults.Add(Fault.Invalid(
                "projects.duplicate_name", $"Several files declare the {kind.Name} '{same.Key}': {string.Join(" and ", same)}.",
                same.Last(), "Keep one of them, or rename the others."));
        }

        return twice;
    }

    private async Task<(ResourceDocument? Document, IReadOnlyList<Fault> Faults)> ReadAsync(
        string kind, string path, CancellationToken cancellationToken)
    {
        List<Fault> faults = [];
        var name = Path.GetFileNameWithoutExtension(path);
        if (!Identifier().IsMatch(name))
        {
            faults.Add(Fault.Invalid(
                "projects.name", $"'{name}' cannot be the name of a {kind}: names are small letters, digits and underscores, and begin with a letter.",
                path, $"Rename the file to {ResourceName.Near(name)}.yml."));
        }

        byte[] bytes;
        try
        {
            bytes = await ResourceBytes.ReadAsync(Path.Combine(folders.Project, path), cancellationToken);
        }
        catch (Exception failure) when (ResourceFiles.IsUnreadable(failure))
        {
            return (null, [.. faults, ResourceFiles.Unreadable(path, "file", failure)]);
        }

        if (!YamlText.Decode(bytes, path).TryGet(out var text, out var problems))
        {
            return (null, [.. faults, .. problems]);
        }

        var (root, malformed) = YamlReader.Read(text, path);
        return (root is null ? null : new ResourceDocument(kind, name, path, root), [.. faults, .. malformed]);
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9_]*\z")]
    private static partial Regex Identifier();
}
