using System.Text.Json;
using Talentys.Kernel;
using Talentys.Projects.Resources;

namespace Talentys.Projects.Drafts;

/// <summary>Validates a resource that is given as JSON: as a file would be, but the faults name fields instead of lines.</summary>
internal static class JsonDraft
{
    /// <summary>The document, or every fault.</summary>
    internal static Result<ResourceDocument> Check(
        IResourceKind kind, string name, JsonElement content, ResourceDocument? before, Principal principal)
    {
        List<Fault> faults = [.. ResourceName.CheckNew(kind.Name, name)];
        var reader = new JsonNodes();
        var root = reader.Read(content);
        faults.AddRange(reader.Faults);
        if (root is null)
        {
            return Result<ResourceDocument>.Fail(faults);
        }

        var document = new ResourceDocument(kind.Name, name, ResourceFiles.PathOf(kind, name), root);
        faults.AddRange(CheckedFile.Misfits(kind, document).Select(fault => reader.ByField(document, fault)));
        if (faults.Count == 0)
        {
            faults.AddRange(kind.CheckSaving(document, before, principal).Select(fault => reader.ByField(document, fault)));
        }

        return faults.Count > 0 ? Result<ResourceDocument>.Fail([.. faults.Distinct()]) : document;
    }
}
