using System.Text.Json;
using Talentys.Kernel;
using Talentys.Projects.Drafts;
using Talentys.Projects.Yaml;

namespace Talentys.Projects.Resources;

/// <summary>Reads and validates the files of the project as they are now.</summary>
internal sealed class ProjectResources(PlatformFolders folders, IEnumerable<IResourceKind> kinds) : IResources, IResourceFiles
{
    private readonly IReadOnlyList<IResourceKind> kinds = [.. kinds.OrderBy(kind => kind.Name, StringComparer.Ordinal)];

    /// <inheritdoc/>
    public async Task<ResourceSet> LoadAsync(string? kind, CancellationToken cancellationToken)
    {
        var wanted = kind is null ? kinds : [Kind(kind)];
        if (!Directory.Exists(folders.Project))
        {
            return new ResourceSet([], [FolderMissing()]);
        }

        List<ResourceDocument> documents = [];
        List<Fault> faults = [];
        foreach (var one in wanted)
        {
            var (files, twice, unreadable) = await ReadAsync(one, cancellationToken);
            faults.AddRange([.. unreadable, .. twice.Select(same => same.Fault)]);
            foreach (var file in files)
            {
                faults.AddRange(file.Faults);
                if (file is { Document: { } document, Faults.Count: 0 } && !twice.Any(same => same.Paths.Contains(file.Path)))
                {
                    documents.Add(document);
                }
            }
        }

        if (kind is null)
        {
            faults.AddRange(kinds.SelectMany(known => known.CheckTogether(documents)));
        }

        return new ResourceSet(documents, [.. faults.Distinct().Order(FaultOrder.ByPlace)]);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ResourceFile>> ListAsync(string kind, CancellationToken cancellationToken)
    {
        var known = Kind(kind);
        if (!Directory.Exists(folders.Project))
        {
            throw new FaultException(FolderMissing());
        }

        var (files, twice, unreadable) = await ReadAsync(known, cancellationToken);
        return unreadable.Count > 0
            ? throw new FaultException(unreadable)
            : [.. files.OrderBy(file => file.Name, StringComparer.Ordinal).ThenBy(file => file.Path, StringComparer.Ordinal).Select(file => new ResourceFile(
                kind, file.Name, file.Path, file.Text, file.Version, file.Document is null ? null : ScalarForms.ToElement(file.Document.Root), file.Document,
                [.. file.Faults.Concat(twice.Where(same => same.Paths.Contains(file.Path)).Select(same => same.Fault)).Distinct().Order(FaultOrder.ByPlace)]))];
    }

    /// <inheritdoc/>
    public async Task<Result<ResourceDocument>> DraftAsync(
        string kind, string name, JsonElement content, Principal principal, CancellationToken cancellationToken)
    {
        var before = (await ListAsync(kind, cancellationToken)).FirstOrDefault(file => file.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return JsonDraft.Check(Kind(kind), name, content, before?.Document, principal);
    }

    /// <summary>Refuses a kind to a principal without the role for it.</summary>
    /// <exception cref="FaultException"><c>projects.kind_denied</c>, <c>projects.kind_unknown</c>.</exception>
    internal void Demand(string kind, bool writes, Principal principal)
    {
        var known = Kind(kind);
        var role = writes ? known.WritingRole : known.ReadingRole;
        if (!principal.Is(role))
        {
            throw new FaultException(new Fault(
                FaultKind.Denied, "projects.kind_denied", $"Files of the kind {kind} are the {role}s'.", null, $"Ask somebody with the role {role}."));
        }
    }

    /// <summary>Whether a principal may know of a fault: it quotes the file that it is in.</summary>
    internal bool MayKnow(Principal principal, Fault fault) => fault.Place is not { } place || kinds
        .Where(kind => place.StartsWith($"{kind.Location}/", StringComparison.Ordinal)
            || place.StartsWith($"{Path.GetFileNameWithoutExtension(kind.Location)}.y", StringComparison.Ordinal))
        .All(kind => principal.Is(kind.ReadingRole));

    /// <summary>The kind of a name.</summary>
    /// <exception cref="FaultException"><c>projects.kind_unknown</c>.</exception>
    internal IResourceKind Kind(string name) => kinds.FirstOrDefault(known => known.Name == name) ?? throw KindFaults.Unknown(name, kinds);

    private async Task<(IReadOnlyList<CheckedFile> Files, IReadOnlyList<(Fault Fault, IReadOnlyList<string> Paths)> Twice, IReadOnlyList<Fault> Unreadable)>
        ReadAsync(IResourceKind kind, CancellationToken cancellationToken)
    {
        if (!ResourceFiles.Of(kind, folders.Project).TryGet(out var paths, out var problems))
        {
            return ([], [], problems);
        }

        List<CheckedFile> files = [];
        foreach (var path in paths)
        {
            files.Add(await CheckedFile.ReadAsync(kind, folders.Project, path, cancellationToken));
        }

        return (files, Duplicates(kind, paths), []);
    }

    private Fault FolderMissing() => Fault.Failed(
        "projects.folder_missing", "The folder of the project does not exist.", folders.Project, "Name another with --dir, or make one with 'talentys init'.");

    // two files of one name would be one schema of the lake; case alone does not tell names apart there
    private static List<(Fault Fault, IReadOnlyList<string> Paths)> Duplicates(IResourceKind kind, IReadOnlyList<string> paths) =>
    [
        .. paths.GroupBy(Path.GetFileNameWithoutExtension, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1)
            .Select(same => (
                Fault.Invalid(
                    "projects.duplicate_name", $"Several files declare the {kind.Name} '{same.Key}': {string.Join(" and ", same)}.",
                    same.Last(), "Keep one of them, or rename the others."),
                (IReadOnlyList<string>)[.. same])),
    ];
}
