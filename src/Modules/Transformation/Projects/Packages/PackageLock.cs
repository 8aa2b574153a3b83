using System.Text;
using System.Text.Json;
using Talentys.Jinja.Public;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Projects.Packages;

/// <summary><c>package-lock.yml</c>: the packages at the commits that were found, and the hash of what named them.</summary>
internal static class PackageLock
{
    public const string FileName = "package-lock.yml";

    private static readonly string[] Kept = ["git", "local", "package", "tarball", "name", "revision", "subdirectory", "version"];

    /// <summary>What is locked for these packages; null when there is no lock, or one of other packages.</summary>
    public static IReadOnlyList<PackageSpec>? Read(string folder, Rendered rendered, string hash)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path) || YamlValues.Read(File.ReadAllText(path), FileName) is not PyDict content || content.Text("sha1_hash") != hash)
        {
            return null;
        }

        return [.. content.Dicts("packages").Where(entry => PackageSpec.Kinds.Any(kind => entry.Get(kind) is not null))
            .Select(entry => new PackageSpec((PyDict)rendered.Of(entry, FileName)!, entry, folder, FileName))];
    }

    public static void Write(string folder, IEnumerable<PyDict> packages, string hash)
    {
        var text = new StringBuilder("packages:\n");
        foreach (var package in packages)
        {
            var start = "  - ";
            foreach (var key in Kept.Where(key => package.Get(key) is not null))
            {
                text.Append(start).Append(key).Append(": ").Append(Scalar(package.Get(key))).Append('\n');
                start = "    ";
            }
        }

        text.Append("sha1_hash: ").Append(Scalar(hash)).Append('\n');
        var path = Path.Combine(folder, FileName);
        File.WriteAllText(path + ".part", text.ToString());
        File.Move(path + ".part", path, overwrite: true);
    }

    /// <summary>Plain where YAML gives the same text again.</summary>
    private static string Scalar(object? value) => value switch
    {
        PyList list => "[" + string.Join(", ", list.Select(Scalar)) + "]",
        string text when text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '_' or '-' or '@' or ':') && !text.EndsWith(':') && char.IsAsciiLetterOrDigit(text.FirstOrDefault('.'))
            && Equals(YamlValues.Read(text, FileName), text) => text,
        _ => JsonSerializer.Serialize(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)),
    };
}
