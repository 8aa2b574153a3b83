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
}
