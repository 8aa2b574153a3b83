using System.Text.Json;

namespace Talentys.Contracts;

/// <summary>A resource of the project, as its file says now.</summary>
/// <param name="Kind">Kind, <c>source</c>.</param>
/// <param name="Name">Name: the file name without its ending.</param>
/// <param name="Path">Path of the file, relative to the project.</param>
/// <param name="Content">What the file says; references to secrets stay references.</param>
/// <param name="Text">The file's text; told of one resource, not in lists.</param>
/// <param name="Version">Tells this content from others, to be sent as <c>If-Match</c> when it is changed; told of one resource, not in lists.</param>
public sealed record ResourceDto(string Kind, string Name, string Path, JsonElement Content, string? Text = null, string? Version = null);
