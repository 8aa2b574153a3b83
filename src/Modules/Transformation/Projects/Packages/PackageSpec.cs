using Talentys.Jinja.Public;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Projects.Packages;

/// <summary>A package as a project names it.</summary>
/// <param name="Rendered">Its entry, rendered.</param>
/// <param name="Written">The same as it is written, without the values of variables.</param>
/// <param name="Folder">Folder of the project that names it.</param>
/// <param name="Place">The file that names it.</param>
internal sealed record PackageSpec(PyDict Rendered, PyDict Written, string Folder, string Place)
{
    public static readonly string[] Kinds = ["local", "git", "tarball", "package", "private"];

    /// <summary><c>local</c>, <c>git</c>, <c>tarball</c>, <c>package</c> (of the hub) or <c>private</c>.</summary>
    public string Kind => Kinds.First(kind => Rendered.Get(kind) is not null);

    /// <summary>Path, address or name.</summary>
    public string Value => Rendered.Text(Kind)!;

    public string? Subdirectory => Rendered.Text("subdirectory");

    public string? Revision => Rendered.Text("revision");

    /// <summary>Folder of a package of this machine.</summary>
    public string LocalFolder => Path.GetFullPath(Path.Combine(Folder, Value));

    /// <summary>The name that it will have: of the hub's the last part; null when it is known only after it was fetched.</summary>
    public string? Name => Rendered.Text("name") ?? (Kind == "package" ? Value.Split('/')[^1].Replace('-', '_') : null);

    /// <summary>Two entries with one key mean one package.</summary>
    public string Key => Kind switch
    {
        "local" => "local:" + LocalFolder,
        "git" => $"git:{(Value.EndsWith(".git", StringComparison.Ordinal) ? Value[..^4] : Value).TrimEnd('/')}/{Subdirectory}",
        var kind => $"{kind}:{Value}",
    };
}
