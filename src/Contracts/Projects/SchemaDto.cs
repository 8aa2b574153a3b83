namespace Talentys.Contracts;

/// <summary>A kind of resource and where its JSON Schema is.</summary>
/// <param name="Kind">Kind, <c>source</c>.</param>
/// <param name="Location">Folder or file in the project that holds resources of the kind.</param>
/// <param name="Description">What such a resource is, one sentence.</param>
/// <param name="Href">Path of the schema on the server.</param>
public sealed record SchemaDto(string Kind, string Location, string? Description, string Href);
