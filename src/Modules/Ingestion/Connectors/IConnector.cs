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

    /// <summary>JSON Schema of the source file.</summary>
    JsonObject Schema { get; }

    /// <summary>The definition, or every fault that the schema cannot express.</summary>
    Result<SourceDefinition> Parse(ResourceDocument document);

    /// <summary>The streams that are there now.</summary>
    /// <exception cref="FaultException">Missing or unreadable.</exception>
    IReadOnlyList<StreamJob> Streams(SourceDefinition source, IReadOnlyCollection<string>? wanted);
}
