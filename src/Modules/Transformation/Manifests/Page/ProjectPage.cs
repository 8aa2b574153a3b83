using System.Reflection;

namespace Talentys.Transformation.Manifests.Page;

/// <summary><c>index.html</c> of <c>docs generate</c>: the project to be read in a browser, in one file that needs nothing else.</summary>
internal static class ProjectPage
{
    /// <summary>Writes it from the manifest and the catalog that lie in the folder.</summary>
    public static async Task WriteAsync(string folder, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("project-page.html")!);
        var parts = (await reader.ReadToEndAsync(cancellationToken)).Split(["/*manifest*/", "/*catalog*/"], StringSplitOptions.None);
        var page = string.Concat(parts[0], await JsonAsync(folder, "manifest.json", cancellationToken), parts[1], await JsonAsync(folder, "catalog.json", cancellationToken), parts[2]);
        var draft = Path.Combine(folder, "index.html.part");
        await File.WriteAllTextAsync(draft, page, cancellationToken);
        File.Move(draft, Path.Combine(folder, "index.html"), overwrite: true);
    }

    // in JSON a < stands in texts alone, where it could end the script
    private static async Task<string> JsonAsync(string folder, string name, CancellationToken cancellationToken) =>
        (await File.ReadAllTextAsync(Path.Combine(folder, name), cancellationToken)).Replace("<", "\\u003c", StringComparison.Ordinal);
}
