using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Projects.Drafts;
using Talentys.Projects.Resources;
using Talentys.Projects.Yaml;
using Talentys.Web;

namespace Talentys.Projects.Edits;

/// <summary>Changes the files of the project: validated first, one change at a time, each in whole or not at all.</summary>
internal sealed class ResourceEdits(ProjectResources resources, EditMode mode, PlatformFolders folders, ILogger<ResourceEdits> log) : IDisposable
{
    private readonly SemaphoreSlim one = new(1);

    public void Dispose() => one.Dispose();

    /// <summary>The text of a resource's file, whatever faults it has.</summary>
    /// <exception cref="FaultException"><c>projects.resource_unknown</c>, or why it is no text.</exception>
    internal async Task<SavedResource> ReadAsync(string kind, string name, Principal principal, CancellationToken cancellationToken)
    {
        resources.Demand(kind, writes: false, principal);
        var file = await FindAsync(resources.Kind(kind), name, cancellationToken) ?? throw Unknown(kind, name);
        return file is { Text: { } text, Version: { } version }
            ? new SavedResource(kind, file.Name, file.Path, text, version)
            : throw new FaultException(file.Faults);
    }

    /// <summary>Every fault that saving would have for its content.</summary>
    internal async Task<IReadOnlyList<Fault>> ValidateAsync(
        string kind, string name, SaveResource save, Principal principal, CancellationToken cancellationToken)
    {
        resources.Demand(kind, writes: true, principal);
        var known = resources.Kind(kind);
        return Check(known, name, save, await FindAsync(known, name, cancellationToken), principal).Faults;
    }

    /// <summary>Writes a file.</summary>
    /// <exception cref="FaultException">Every fault of the content, or why it may not be written.</exception>
    internal async Task<SavedResource> SaveAsync(
        string kind, string name, SaveResource save, Precondition precondition, Caller caller, CancellationToken cancellationToken)
    {
        resources.Demand(kind, writes: true, caller.Principal);
        var known = resources.Kind(kind);
        await mode.DemandAsync(caller.Scope.Environment, kind, cancellationToken);
        await one.WaitAsync(cancellationToken);
        try
        {
            var before = await FindAsync(known, name, cancellationToken);
            var path = before?.Path ?? ResourceFiles.PathOf(known, name);
            precondition.Hold(path, before?.Version ?? Unreadable(before));
            if (!Check(known, name, save, before, caller.Principal).TryGet(out var text, out var faults))
            {
                throw new FaultException(faults);
            }

            var place = ProjectFile.Place(folders, path);
            var saved = new SavedResource(kind, name, path, text, FileVersion.Of(Encoding.UTF8.GetBytes(text)));
            if (saved.Version == before?.Version)
            {
                return saved;
            }

            await ProjectFile.WriteAsync(place, text, precondition.Create, cancellationToken);
            var who = caller.Principal;
            if (before is null)
            {
                ProjectsLog.Created(log, who.Name, who.Id, who.Organisation, path, saved.Version);
            }
            else
            {
                ProjectsLog.Changed(log, who.Name, who.Id, who.Organisation, path, before.Version ?? "", saved.Version);
            }

            return saved;
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>Deletes a file.</summary>
    /// <exception cref="FaultException">It is not there, was changed, or may not be written.</exception>
    internal async Task DeleteAsync(string kind, string name, Precondition precondition, Caller caller, CancellationToken cancellationToken)
    {
        resources.Demand(kind, writes: true, caller.Principal);
        var known = resources.Kind(kind);
        await mode.DemandAsync(caller.Scope.Environment, kind, cancellationToken);
        await one.WaitAsync(cancellationToken);
        try
        {
            var before = await FindAsync(known, name, cancellationToken) ?? throw Unknown(kind, name);
            var version = before.Version ?? Unreadable(before)!;
            precondition.Hold(before.Path, version);
            ProjectFile.Remove(ProjectFile.Place(folders, before.Path));
            ProjectsLog.Deleted(log, caller.Principal.Name, caller.Principal.Id, caller.Principal.Organisation, before.Path, version);
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>The text to write, or every fault: those of a content name fields, those of a text lines.</summary>
    private static Result<string> Check(IResourceKind kind, string name, SaveResource save, CheckedFile? before, Principal principal)
    {
        Fault[] named = before is null ? [.. NameFaults(kind, name)] : [];
        switch (save)
        {
            case { Content: { } content, Text: null }:
                Fault[] faults = [.. named, .. JsonDraft.Check(kind, before?.Name ?? name, content, before?.Document, principal).Faults];
                return faults.Length > 0 ? Result<string>.Fail([.. faults.Distinct()]) : Text(content, before);
            case { Content: null, Text: { } text }:
                var path = before?.Path ?? ResourceFiles.PathOf(kind, name);
                var file = CheckedFile.Of(kind, path, Encoding.UTF8.GetBytes(text));
                Fault[] found = [.. named, .. file.Faults.Where(fault => before is not null || fault.Code != "projects.name")];
                if (found.Length == 0)
                {
                    found = [.. kind.CheckSaving(file.Document!, before?.Document, principal)];
                }

                return found.Length > 0 ? Result<string>.Fail([.. found.Order(FaultOrder.ByPlace)]) : text;
            default:
                return Fault.Invalid("projects.save", "Either content or text must be given, and not both.", "content", "Send one of them.");
        }
    }

    private static Result<string> Text(JsonElement content, CheckedFile? before)
    {
        var text = before is { Text: { } old } ? YamlMerge.Of(old, content) : YamlWriter.Document(content);
        return Encoding.UTF8.GetByteCount(text) > YamlLimits.Bytes
            ? Fault.Invalid("projects.file_too_large", "The file would be larger than 1 MB.", "content", "Split it, or keep data out of it.")
            : text;
    }

    private static IEnumerable<Fault> NameFaults(IResourceKind kind, string name)
    {
        var single = ResourceFiles.IsYaml(kind.Location) ? Path.GetFileNameWithoutExtension(kind.Location) : null;
        return single is null || single == name
            ? ResourceName.CheckNew(kind.Name, name)
            : [Fault.Invalid("projects.name", $"There is one {kind.Name} only.", "name", $"Name it {single}.")];
    }

    /// <summary>The file of a resource, by either ending, or null.</summary>
    private async Task<CheckedFile?> FindAsync(IResourceKind kind, string name, CancellationToken cancellationToken)
    {
        var paths = ResourceFiles.Of(kind, folders.Project).Value;
        string[] found = [.. paths.Where(path => Path.GetFileNameWithoutExtension(path).Equals(name, StringComparison.OrdinalIgnoreCase))];
        return found.Length switch
        {
            0 => null,
            1 => await CheckedFile.ReadAsync(kind, folders.Project, found[0], cancellationToken),
            _ => throw new FaultException(new Fault(
                FaultKind.Conflict, "projects.duplicate_name", $"Several files declare the {kind.Name} '{name}': {string.Join(" and ", found)}.",
                found[^1], "Delete one of them in the folder.")),
        };
    }

    // a file that cannot be read is there all the same
    private static string? Unreadable(CheckedFile? file) => file is null ? null : "unreadable";

    private static FaultException Unknown(string kind, string name) => new(Fault.NotFound(
        "projects.resource_unknown", $"There is no {kind} '{name}'.", "List what there is with /api/v1/resources."));
}
