using System.Text.Json;
using Talentys.Kernel;
using Talentys.Projects.Beginnings;
using Talentys.Projects.Resources;

namespace Talentys.Projects.Public;

/// <summary>Begins a new project.</summary>
/// <param name="schemas">Schemas that editors complete from.</param>
public sealed class ProjectInit(Schemas schemas)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes the files of a new project and the schemas of all kinds; never overwrites.</summary>
    /// <param name="folder">Folder of the project; made when it is missing.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>Paths of the written files, relative to the folder, with forward slashes.</returns>
    /// <exception cref="FaultException"><c>projects.exists</c> with every file in the way, or <c>projects.not_written</c>.</exception>
    public async Task<IReadOnlyList<string>> CreateAsync(string folder, CancellationToken cancellationToken)
    {
        var project = Path.GetFullPath(folder);
        var name = ResourceName.Near(Path.GetFileName(Path.TrimEndingDirectorySeparator(project))).Replace('_', '-');
        (string Path, string Text)[] files =
        [
            ("talentys.yml", ProjectTemplates.SettingsOf(name.Length > 63 ? name[..63] : name)),
            (".gitignore", ProjectTemplates.GitIgnore),
            ("sources/README.md", ProjectTemplates.Sources),
        ];
        Refuse(project, [.. files.Select(file => file.Path), "talentys.yaml"]);
        try
        {
            return await WriteAsync(project, files, cancellationToken);
        }
        catch (Exception failure) when (ResourceFiles.IsUnreadable(failure))
        {
            throw new FaultException(
                Fault.Failed("projects.not_written", "The files of the project cannot be written.", project,
                    "Look whether the folder may be written and whether there is space."),
                failure);
        }
    }

    private static void Refuse(string project, IEnumerable<string> paths)
    {
        Fault[] taken = [.. paths.Where(path => Path.Exists(Path.Combine(project, path))).Select(path => new Fault(
            FaultKind.Conflict, "projects.exists", $"There is a file {path} already.", Path.Combine(project, path),
            "Choose another folder, or move the file away."))];
        if (taken.Length > 0)
        {
            throw new FaultException(taken);
        }
    }

    private async Task<IReadOnlyList<string>> WriteAsync(
        string project, IReadOnlyList<(string Path, string Text)> files, CancellationToken cancellationToken)
    {
        foreach (var (path, text) in files)
        {
            await WriteAsync(Path.Combine(project, path), FileMode.CreateNew, text, cancellationToken);
        }

        var state = Path.Combine(project, ".talentys");
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(state);
        }
        else
        {
            Directory.CreateDirectory(state, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        string[] derived = [.. schemas.Kinds.Select(kind => $".talentys/schemas/{kind}.json")];
        foreach (var (kind, path) in schemas.Kinds.Zip(derived))
        {
            var text = schemas.Of(kind).ToJsonString(Indented) + "\n";
            await WriteAsync(Path.Combine(project, path), FileMode.Create, text, cancellationToken);
        }

        return [.. files.Select(file => file.Path), .. derived];
    }

    private static async Task WriteAsync(string path, FileMode mode, string text, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var file = new StreamWriter(new FileStream(path, mode, FileAccess.Write));
        await file.WriteAsync(text.AsMemory(), cancellationToken);
    }
}
