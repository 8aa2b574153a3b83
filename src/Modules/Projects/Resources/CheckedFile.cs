using Talentys.Kernel;
using Talentys.Projects.Validation;
using Talentys.Projects.Yaml;

namespace Talentys.Projects.Resources;

/// <summary>A resource file with what is wrong with it by itself, before it is compared with others.</summary>
/// <param name="Name">Name of the resource.</param>
/// <param name="Path">Path relative to the project.</param>
/// <param name="Bytes">What the file holds; null when it cannot be read.</param>
/// <param name="Text">Its text, or null.</param>
/// <param name="Document">What it says, as far as it is well-formed.</param>
/// <param name="Faults">Every fault.</param>
internal sealed record CheckedFile(
    string Name, string Path, byte[]? Bytes, string? Text, ResourceDocument? Document, IReadOnlyList<Fault> Faults)
{
    /// <summary>Tells this content from others; null when it cannot be read.</summary>
    public string? Version => Bytes is null ? null : FileVersion.Of(Bytes);

    /// <summary>Reads and checks a file.</summary>
    public static async Task<CheckedFile> ReadAsync(IResourceKind kind, string project, string path, CancellationToken cancellationToken)
    {
        try
        {
            return Of(kind, path, await ResourceBytes.ReadAsync(System.IO.Path.Combine(project, path), cancellationToken));
        }
        catch (Exception failure) when (ResourceFiles.IsUnreadable(failure))
        {
            var name = System.IO.Path.GetFileNameWithoutExtension(path);
            return new CheckedFile(name, path, null, null, null, [.. ResourceName.Check(kind.Name, name, path), ResourceFiles.Unreadable(path, "file", failure)]);
        }
    }

    /// <summary>Checks what a file holds or would hold.</summary>
    public static CheckedFile Of(IResourceKind kind, string path, byte[] bytes)
    {
        var name = System.IO.Path.GetFileNameWithoutExtension(path);
        List<Fault> faults = [.. ResourceName.Check(kind.Name, name, path)];
        if (!YamlText.Decode(bytes, path).TryGet(out var text, out var problems))
        {
            return new CheckedFile(name, path, bytes, null, null, [.. faults, .. problems]);
        }

        var (root, malformed) = YamlReader.Read(text, path);
        faults.AddRange(malformed);
        if (root is null)
        {
            return new CheckedFile(name, path, bytes, text, null, faults);
        }

        var document = new ResourceDocument(kind.Name, name, path, root);
        faults.AddRange(Misfits(kind, document));
        return new CheckedFile(name, path, bytes, text, document, faults);
    }

    /// <summary>Faults of a document against its kind: the schema's, and when it fits, those that a schema cannot express.</summary>
    public static IReadOnlyList<Fault> Misfits(IResourceKind kind, ResourceDocument document)
    {
        var misfits = SchemaValidator.Validate(kind.Schema, document);
        return misfits.Count > 0 ? misfits : [.. kind.Check(document)];
    }
}
