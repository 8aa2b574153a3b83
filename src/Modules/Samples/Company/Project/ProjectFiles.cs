using System.Globalization;
using System.Text;
using Talentys.Samples.Public;
using Talentys.Samples.Writing;

namespace Talentys.Samples.Company;

/// <summary>Writes the files that declare the project; <c>talentys.yml</c> last, as the sign that all is there.</summary>
internal static class ProjectFiles
{
    private static readonly string[] Sources = ["shop", "erp", "web", "marketing", "stores"];

    private const string ModelsPrefix = "models/";

    public static async Task WriteAsync(string folder, SampleOptions options, SampleSummary summary, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.Combine(folder, "sources"));
        foreach (var source in Sources)
        {
            await CopyAsync($"{source}.yml", Path.Combine(folder, "sources", $"{source}.yml"), cancellationToken);
        }

        await ModelsAsync(folder, cancellationToken);
        var readme = (await TemplateAsync("README.md", cancellationToken))
            .Replace("{first}", Text.Day(summary.FirstDay), StringComparison.Ordinal)
            .Replace("{last}", Text.Day(summary.LastDay), StringComparison.Ordinal)
            .Replace("{today}", Text.Day(options.Today), StringComparison.Ordinal)
            .Replace("{scale}", options.Scale.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{rows}", Table(summary.Rows), StringComparison.Ordinal)
            .Replace("{dirt}", Table(summary.Dirt), StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(folder, "README.md"), readme, cancellationToken);
        await CopyAsync("gitignore", Path.Combine(folder, ".gitignore"), cancellationToken);
        await CopyAsync("talentys.yml", Path.Combine(folder, "talentys.yml"), cancellationToken);
    }

    /// <summary>The dbt project. Files that are there stay: somebody may have changed them.</summary>
    private static async Task ModelsAsync(string folder, CancellationToken cancellationToken)
    {
        foreach (var name in typeof(ProjectFiles).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(ModelsPrefix, StringComparison.Ordinal)))
        {
            var path = Path.Combine(folder, name[ModelsPrefix.Length..].Replace('\\', '/'));
            if (!File.Exists(path))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await File.WriteAllTextAsync(path, await ResourceAsync(name, cancellationToken), cancellationToken);
            }
        }
    }

    private static string Table(IReadOnlyDictionary<string, long> counts)
    {
        var text = new StringBuilder();
        foreach (var (name, count) in counts)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {count:N0} |\n");
        }

        return text.ToString().TrimEnd('\n');
    }

    private static async Task CopyAsync(string template, string path, CancellationToken cancellationToken) =>
        await File.WriteAllTextAsync(path, await TemplateAsync(template, cancellationToken), cancellationToken);

    private static Task<string> TemplateAsync(string name, CancellationToken cancellationToken) => ResourceAsync($"project.{name}", cancellationToken);

    private static async Task<string> ResourceAsync(string name, CancellationToken cancellationToken)
    {
        await using var file = typeof(ProjectFiles).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"No template {name}.");
        using var reader = new StreamReader(file);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
