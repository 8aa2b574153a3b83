using System.Text.Json.Nodes;
using Talentys.Ingestion.Connectors;
using Talentys.Ingestion.Loads;
using Talentys.Ingestion.Sources;
using Talentys.Kernel;

namespace Talentys.Ingestion.Files;

/// <summary>Sources that are files on this machine.</summary>
internal sealed class FilesConnector(FileStreams streams, ReadablePaths readable) : IConnector
{
    public string Type => "files";

    public string Title => "Files";

    public string Description => "CSV, TSV, JSON, NDJSON and Parquet files in a folder, compressed or not.";

    public JsonObject Schema => FilesSchema.Make();

    public Result<SourceDefinition> Parse(ResourceDocument document) => SourceParser.Parse(document);

    public IEnumerable<Fault> CheckSaving(ResourceDocument document, ResourceDocument? before, Principal principal) =>
        DeclaredPaths.Check(document, before, principal, readable);

    public IReadOnlyList<StreamJob> Streams(SourceDefinition source, IReadOnlyCollection<string>? wanted) => streams.OfSource(source, wanted);
}
