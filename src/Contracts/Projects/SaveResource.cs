using System.Text.Json;

namespace Talentys.Contracts;

/// <summary>Writes a resource's file: exactly one of the two is given.</summary>
/// <param name="Content">What it says.</param>
/// <param name="Text">The file's text, in YAML.</param>
public sealed record SaveResource(JsonElement? Content = null, string? Text = null);

/// <summary>A resource that was written.</summary>
/// <param name="Kind">Kind.</param>
/// <param name="Name">Name.</param>
/// <param name="Path">Path of the file, relative to the project.</param>
/// <param name="Text">The file's text.</param>
/// <param name="Version">Tells this content from others.</param>
public sealed record SavedResource(string Kind, string Name, string Path, string Text, string Version);

/// <summary>The project that is served.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Environment">Environment of this request.</param>
/// <param name="Environments">Environments that it declares, the default one first.</param>
/// <param name="Edit">What the page may do with files: <c>files</c> (write them) or <c>locked</c> (show them).</param>
public sealed record Workspace(string Name, string Environment, IReadOnlyList<string> Environments, string Edit);
