using Talentys.Kernel;

namespace Talentys.Ingestion.Files;

/// <summary>
/// Whether a principal may let a source read its paths. A path that stands in the file already may stay, whoever wrote it;
/// what is below it may be read.
/// </summary>
internal static class DeclaredPaths
{
    public static IEnumerable<Fault> Check(ResourceDocument document, ResourceDocument? before, Principal principal, ReadablePaths readable)
    {
        if (document.Root["path"] is not ResourceNode.Scalar { Text: { } path } node)
        {
            yield break;
        }

        var kept = before?.Root.Text("path") == path;
        if (!kept && readable.Check(path, principal, document.PlaceOf(node)) is { } denied)
        {
            yield return denied;
            yield break;
        }

        var root = readable.Absolute(path);
        var folder = FileGlob.IsPattern(root) ? FileGlob.Split(root).Folder : root;
        foreach (var files in Patterns(document.Root))
        {
            var pattern = FileStreams.Pattern(root, files.Text);
            if (!pattern.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)
                && readable.Check(pattern, principal, document.PlaceOf(files)) is { } outside)
            {
                yield return outside;
            }
        }
    }

    private static IEnumerable<ResourceNode.Scalar> Patterns(ResourceNode.Mapping root) =>
        ((root["streams"] as ResourceNode.Mapping)?.Entries.Select(entry => entry.Value) ?? []).Append(root["defaults"] ?? root)
            .OfType<ResourceNode.Mapping>().Select(stream => stream["files"]).OfType<ResourceNode.Scalar>().Where(files => files.Text is not null);
}
