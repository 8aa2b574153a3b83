using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Projects.Packages;

/// <summary>The packages that a project names in <c>packages.yml</c> and <c>dependencies.yml</c>.</summary>
internal static class PackageList
{
    public const string FileName = "packages.yml";

    private static readonly string[] Files = [FileName, "dependencies.yml"];

    /// <summary>Reads what a project names.</summary>
    /// <param name="folder">Folder of the project.</param>
    /// <param name="rendered">Renders <c>packages.yml</c>; <c>dependencies.yml</c> is not rendered, as in dbt.</param>
    /// <param name="shown">What stands before the file's name in faults.</param>
    public static IReadOnlyList<PackageSpec> Read(string folder, Rendered rendered, string shown = "")
    {
        var all = new List<PackageSpec>();
        foreach (var file in Files)
        {
            var path = Path.Combine(folder, file);
            if (!File.Exists(path) || YamlValues.Read(File.ReadAllText(path), shown + file) is not PyDict listed)
            {
                continue;
            }

            foreach (var written in listed.Dicts("packages"))
            {
                var entry = file == FileName ? (PyDict)rendered.Of(written, shown + file)! : written;
                all.Add(PackageSpec.Kinds.Any(kind => entry.Text(kind) is { Length: > 0 })
                    ? new PackageSpec(entry, written, folder, shown + file)
                    : throw new FaultException(Fault.Invalid(
                        "dbt.package_invalid", "An entry of packages names no package.", shown + file, "Give it local:, git:, tarball: or package:.")));
            }
        }

        return all;
    }

    /// <summary>The hash of dbt's <c>package-lock.yml</c>: of the entries as JSON with sorted keys.</summary>
    public static string Hash(IReadOnlyList<PackageSpec> packages)
    {
        var texts = packages.Select(package =>
        {
            var entry = new PyDict(package.Rendered.Where(pair => pair.Value is not null)) { ["unrendered"] = package.Written };
            if (package.Kind == "package" && !entry.ContainsKey("install_prerelease"))
            {
                entry["install_prerelease"] = false;
            }

            return Json(entry);
        }).Order(StringComparer.Ordinal);

        // the hash tells whether the file changed; nothing is kept safe by it
        return Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithmName.SHA1, Encoding.UTF8.GetBytes(string.Join('\n', texts))));
    }

    private static string Json(object? value) => value switch
    {
        PyDict dict => "{" + string.Join(", ", dict.OrderBy(pair => pair.Key as string, StringComparer.Ordinal).Select(pair => $"{Json(pair.Key)}: {Json(pair.Value)}")) + "}",
        PyList list => "[" + string.Join(", ", list.Select(Json)) + "]",
        null => "null",
        bool truth => truth ? "true" : "false",
        double number => number == Math.Floor(number) ? number.ToString("0.0", CultureInfo.InvariantCulture) : number.ToString("R", CultureInfo.InvariantCulture),
        string text => "\"" + string.Concat(text.Select(c => c switch { '"' => "\\\"", '\\' => "\\\\", '\n' => "\\n", < ' ' or > '~' => $"\\u{(int)c:x4}", _ => c.ToString() })) + "\"",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
