using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.StaticFiles;

namespace Talentys.Host.Page;

/// <summary>The published web page: its files by address, its first document, and the policy under which browsers run it.</summary>
internal sealed partial class PageFolder
{
    private static readonly FileExtensionContentTypeProvider Types = MoreTypes();
    private readonly Dictionary<string, PageFile> files = new(StringComparer.Ordinal);

    private PageFolder(string root)
    {
        foreach (var path in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
        {
            if (Path.GetExtension(path) is not (".br" or ".gz"))
            {
                files["/" + Path.GetRelativePath(root, path).Replace('\\', '/')] = Describe(path);
            }
        }

        var html = File.ReadAllText(Path.Combine(root, "index.html"));
        html = LinkedFile().Replace(html, link => Versioned(link.Value) is { } version ? $"{link.Value}?v={version}" : link.Value);
        Document = Encoding.UTF8.GetBytes(html);
        DocumentEtag = Etag(Document);
        Policy = PolicyOf(html);
    }

    /// <summary>The first document: every address of the page begins with it.</summary>
    public byte[] Document { get; }

    /// <summary>Tells this document from others.</summary>
    public string DocumentEtag { get; }

    /// <summary>The Content-Security-Policy: only this server's scripts, the engine of WebAssembly, and the one inline import map.</summary>
    public string Policy { get; }

    /// <summary>The page beside the program; null when it was built without one.</summary>
    public static PageFolder? Find()
    {
        var root = Path.Combine(AppContext.BaseDirectory, "page");
        return File.Exists(Path.Combine(root, "index.html")) ? new PageFolder(root) : null;
    }

    /// <summary>The file at an address, or null.</summary>
    public PageFile? At(string address) => files.GetValueOrDefault(address);

    private string? Versioned(string address) =>
        files.TryGetValue("/" + address, out var file) && !file.Immutable ? file.Etag.Trim('"')[..10] : null;

    // a name that tells its content needs no hash: those files are nearly all bytes of the page, and a server starts often
    private static PageFile Describe(string path)
    {
        var name = Path.GetFileName(path);
        var immutable = Fingerprinted().IsMatch(name);
        return new PageFile(
            path,
            Types.TryGetContentType(path, out var type) ? type : "application/octet-stream",
            immutable ? $"\"{name}\"" : Etag(File.ReadAllBytes(path)),
            immutable,
            File.Exists(path + ".br"),
            File.Exists(path + ".gz"));
    }

    private static string PolicyOf(string html)
    {
        var inline = string.Concat(InlineScript().Matches(html).Select(script =>
            $" 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script.Groups[1].Value)))}'"));
        return $"default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{inline}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
            + "font-src 'self' data:; connect-src 'self'; manifest-src 'self'; worker-src 'self' blob:; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
    }

    private static string Etag(byte[] content) => $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..20]}\"";

    private static FileExtensionContentTypeProvider MoreTypes()
    {
        var types = new FileExtensionContentTypeProvider();
        types.Mappings[".dat"] = "application/octet-stream";
        types.Mappings[".webmanifest"] = "application/manifest+json";
        return types;
    }

    // name.HASH.ext, where the hash has ten letters and digits
    [GeneratedRegex(@"\.[a-z0-9]{10}\.(wasm|js|dat|css|json)$")]
    private static partial Regex Fingerprinted();

    [GeneratedRegex(@"(?<=(?:href|src)="")[^""?:]+\.(?:css|js|svg|webmanifest)(?="")")]
    private static partial Regex LinkedFile();

    [GeneratedRegex(@"<script type=""importmap"">(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex InlineScript();
}
