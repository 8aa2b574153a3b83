using System.Text.Json;

namespace Talentys.Kernel;

/// <summary>The files of resources, those with faults too, and resources that are not saved yet; implemented by the Projects module.</summary>
public interface IResourceFiles
{
    /// <summary>Every file of a kind as it is now, ordered by name.</summary>
    /// <exception cref="FaultException">The folder cannot be read, or there is no such kind.</exception>
    Task<IReadOnlyList<ResourceFile>> ListAsync(string kind, CancellationToken cancellationToken);

    /// <summary>
    /// A resource that is not saved: validated as if a principal saved it, the places of its faults being fields of the
    /// content (<c>streams.orders.read</c>) instead of lines. Positions of the document's nodes say nothing.
    /// </summary>
    Task<Result<ResourceDocument>> DraftAsync(
        string kind, string name, JsonElement content, Principal principal, CancellationToken cancellationToken);
}

/// <summary>A file of a resource.</summary>
/// <param name="Kind">Kind of the resource.</param>
/// <param name="Name">Name: the file name without its ending.</param>
/// <param name="Path">Path of the file, relative to the project, with forward slashes.</param>
/// <param name="Text">Its text; null when it is not readable as text.</param>
/// <param name="Version">Tells this content from others; null when the file cannot be read.</param>
/// <param name="Content">What it says, as JSON; null when it is not well-formed.</param>
/// <param name="Document">What it says, with places; null when it is not well-formed.</param>
/// <param name="Faults">Every fault of the file; empty when the resource can be used.</param>
public sealed record ResourceFile(
    string Kind, string Name, string Path, string? Text, string? Version, JsonElement? Content, ResourceDocument? Document, IReadOnlyList<Fault> Faults);
