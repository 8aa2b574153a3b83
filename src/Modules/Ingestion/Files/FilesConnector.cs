using System.Text.Json.Nodes;
using Talentys.Ingestion.Connectors;
using Talentys.Ingestion.Loads;
using Talentys.Ingestion.Sources;
using Talentys.Kernel;

namespace Talentys.Ingestion.Files;

/// <summary>Sources that are files on this machine.</summary>
internal sealed class FilesConnector(FileStreams streams) : IConnector
{
    public string Type => "files";

    public JsonObject Schema => FilesSchema.Make();

    public Result<SourceDefinition> Parse(ResourceDocument document) => SourceParser.Parse(document);

    public IReadOnlyList<StreamJob> Streams(SourceDefinition source, IReadOnlyCollection<string>? wanted) => streams.OfSource(source, wanted);
}
