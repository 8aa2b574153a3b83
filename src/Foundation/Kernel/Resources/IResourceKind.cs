using System.Text.Json.Nodes;

namespace Talentys.Kernel;

/// <summary>One sort of resource: its folder, its JSON Schema and the checks that a schema cannot express.</summary>
public interface IResourceKind
{
    /// <summary>Kind in the singular, as commands and schemas name it: <c>source</c>.</summary>
    string Name { get; }

    /// <summary>Folder that holds one file for each resource (<c>sources</c>), or the single file (<c>access.yml</c>).</summary>
    string Location { get; }

    /// <summary>
    /// JSON Schema (draft 2020-12) that editors complete from and that validation applies: type, properties, required,
    /// additionalProperties, enum, const, pattern, minimum, maximum, items, oneOf by a constant property, description.
    /// </summary>
    JsonObject Schema { get; }

    /// <summary>Checks across fields; called only on documents that fit the schema. Returns every fault found.</summary>
    IEnumerable<Fault> Check(ResourceDocument document);

    /// <summary>
    /// Checks whether a principal may write this into a file of the project; who writes files without the platform may
    /// write anything. Called only on documents without faults.
    /// </summary>
    /// <param name="document">What would be written.</param>
    /// <param name="before">What the file says now, as far as it is well-formed; null when there is none.</param>
    /// <param name="principal">Who writes.</param>
    IEnumerable<Fault> CheckSaving(ResourceDocument document, ResourceDocument? before, Principal principal) => [];

    /// <summary>The role that reads resources of this kind through the platform.</summary>
    string ReadingRole => Roles.Reader;

    /// <summary>The role that writes and deletes them.</summary>
    string WritingRole => Roles.Engineer;

    /// <summary>
    /// Checks across resources, of this kind and others: called with all documents of the project that have no faults of their own.
    /// </summary>
    IEnumerable<Fault> CheckTogether(IReadOnlyList<ResourceDocument> documents) => [];
}
