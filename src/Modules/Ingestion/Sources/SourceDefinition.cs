namespace Talentys.Ingestion.Sources;

/// <summary>A declared source: where its data is and how its streams move. Its tables land in the schema of its name.</summary>
/// <param name="Name">Name of the source and of the schema.</param>
/// <param name="Type">Type of the connector.</param>
/// <param name="Path">Where the data is, as declared.</param>
/// <param name="Place">File that declares it.</param>
/// <param name="Streams">Declared streams by name; empty for one stream for each file or folder that is found.</param>
/// <param name="Defaults">What streams that were not declared follow.</param>
internal sealed record SourceDefinition(
    string Name,
    string Type,
    string Path,
    string Place,
    IReadOnlyDictionary<string, StreamDefinition> Streams,
    StreamDefinition Defaults)
{
    /// <summary>Place of a source that is not in a file: the field that says where its data is.</summary>
    public const string Draft = "path";

    /// <summary>Where it is said which files a stream has.</summary>
    public string PlaceOf(string stream) => Place == Draft && Streams.TryGetValue(stream, out var declared) && declared.Files is not null
        ? $"streams.{stream}.files"
        : Place;
}
