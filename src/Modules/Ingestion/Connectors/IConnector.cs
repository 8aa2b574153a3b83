using System.Text.Json.Nodes;
using Talentys.Ingestion.Loads;
using Talentys.Ingestion.Sources;
using Talentys.Kernel;

namespace Talentys.Ingestion.Connectors;

/// <summary>One type of source: what its file may say, and which streams it has.</summary>
internal interface IConnector
{
    /// <summary>The value of <c>type</c> in a source file.</summary>
    string Type { get; }

    /// <summary>Name for people.</summary>
    string Title { get; }

    /// <summary>One sentence for people.</summary>
    string Description { get; }

    /// <summary>
    /// JSON Schema of the source file. Forms are made of it: properties have a <c>title</c>, a <c>description</c> and, where
    /// they help, <c>default</c>, <c>examples</c>, <c>x-group</c> (basic or advanced) and <c>x-order</c>.
    /// </summary>
    JsonObject Schema { get; }

    /// <summary>The definition, or every fault that the schema cannot express.</summary>
    Result<SourceDefinition> Parse(ResourceDocument document);

    /// <summary>Whether a principal may save this: see <see cref="IResourceKind.CheckSaving"/>.</summary>
    IEnumerable<Fault> CheckSaving(ResourceDocument document, ResourceDocument? before, Principal principal);

    /// <summary>The streams that are there now.</summary>
    /// <exception cref="FaultException">Missing or unreadable.</exception>
    IReadOnlyList<StreamJob> Streams(SourceDefinition source, IReadOnlyCollection<string>? wanted);
}
