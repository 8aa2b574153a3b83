using System.Text.Json;
using System.Xml.Linq;
using Talentys.Architecture.Tests.Tree;

namespace Talentys.Architecture.Tests.Documents;

/// <summary>Reads what restore wrote: which packages, and from their own descriptions under which licence.</summary>
internal static class RestoredPackages
{
    private static readonly string[] ShippedBy = ["src/Host/", "src/Ui/"];
    private static readonly string[] NodeLocks = ["src/Ui/package-lock.json", "tests/Gateway.Tests/Clients/node/package-lock.json"];

    /// <summary>The packages of all projects, by name.</summary>
    public static IReadOnlyList<Package> Read()
    {
        var found = new SortedDictionary<string, Package>(StringComparer.OrdinalIgnoreCase);
        var projects = Repository.Files().Where(file => file.EndsWith(".csproj", StringComparison.Ordinal))
            .OrderByDescending(IsShipped);
        foreach (var project in projects)
        {
            var assets = Path.Combine(Path.GetDirectoryName(Repository.PathOf(project))!, "obj", "project.assets.json");
            if (File.Exists(assets))
            {
                using var json = JsonDocument.Parse(File.ReadAllText(assets));
                foreach (var package in Of(json.RootElement, IsShipped(project)))
                {
                    found.TryAdd($"{package.Name}/{package.Version}", package);
                }
            }
        }

        foreach (var package in NodeLocks.SelectMany(OfNode))
        {
            found.TryAdd($"{package.Name}/{package.Version}", package);
        }

        return [.. found.Values];
    }

    private static bool IsShipped(string project) => ShippedBy.Any(folder => project.StartsWith(folder, StringComparison.Ordinal));

    // what the page's scripts are bundled from, and the clients of tests; the bundler itself has a build for each platform, which are one package here
    private static IEnumerable<Package> OfNode(string file)
    {
        using var json = JsonDocument.Parse(Repository.Read(file));
        foreach (var entry in json.RootElement.GetProperty("packages").EnumerateObject().Where(entry => entry.Name.Length > 0))
        {
            var package = entry.Value;
            if (!package.TryGetProperty("os", out _))
            {
                yield return new Package(
                    entry.Name["node_modules/".Length..] + " (npm)",
                    package.GetProperty("version").GetString()!,
                    package.TryGetProperty("license", out var licence) ? licence.GetString() : null,
                    IsShipped(file) && !package.TryGetProperty("dev", out _));
            }
        }
    }

    private static IEnumerable<Package> Of(JsonElement assets, bool shipping)
    {
        var folders = assets.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToList();
        var shipped = shipping ? ShippedPackages.Of(assets) : new HashSet<string>();
        foreach (var library in assets.GetProperty("libraries").EnumerateObject())
        {
            if (library.Value.GetProperty("type").GetString() == "package")
            {
                var (name, version) = (library.Name.Split('/')[0], library.Name.Split('/')[1]);
                var path = library.Value.GetProperty("path").GetString()!;
                yield return new Package(name, version, Licence(folders, path), shipped.Contains(name));
            }
        }
    }

    private static string? Licence(IReadOnlyList<string> folders, string path)
    {
        var nuspec = folders.Select(folder => Path.Combine(folder, path)).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.nuspec")).FirstOrDefault();
        return nuspec is null
            ? null
            : XDocument.Load(nuspec).Descendants().FirstOrDefault(element => element.Name.LocalName == "license" && (string?)element.Attribute("type") == "expression")?.Value;
    }
}
