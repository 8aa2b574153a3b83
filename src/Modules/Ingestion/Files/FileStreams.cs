using System.Globalization;
using System.Text.RegularExpressions;
using Talentys.Ingestion.Csv;
using Talentys.Ingestion.Loads;
using Talentys.Ingestion.Sources;
using Talentys.Kernel;

namespace Talentys.Ingestion.Files;

/// <summary>Finds the data files below paths and sorts them into streams.</summary>
internal sealed class FileStreams(PlatformFolders folders)
{
    /// <summary>Streams of a declared source.</summary>
    public IReadOnlyList<StreamJob> OfSource(SourceDefinition source, IReadOnlyCollection<string>? wanted)
    {
        var path = Absolute(source.Path);
        if (source.Streams.Count == 0)
        {
            return [.. Groups(path, source.Place, byFolder: true).Select(group => new StreamJob(
                new TableName(source.Name, group.Key), group.Value, source.Defaults, Single: false))
                .Where(job => wanted is null || wanted.Contains(job.Table.Name, StringComparer.OrdinalIgnoreCase))];
        }

        List<StreamJob> jobs = [];
        foreach (var (name, stream) in source.Streams)
        {
            if (wanted is not null && !wanted.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                continue;
            }

            var files = Find(Pattern(path, stream.Files), source.PlaceOf(name), stream.Format is null);
            jobs.Add(new StreamJob(new TableName(source.Name, name), files, stream, Single: false));
        }

        return jobs;
    }

    /// <summary>Where the files of a stream are.</summary>
    /// <param name="path">The source's path: absolute.</param>
    /// <param name="files">The stream's pattern below it, or null.</param>
    public static string Pattern(string path, string? files) => files is null
        ? path
        : Path.GetFullPath(files.Replace('\\', '/'), FileGlob.IsPattern(path) ? FileGlob.Split(path).Folder : path);

    /// <summary>Streams of paths that a person named: each file a table, each folder its files.</summary>
    public IReadOnlyList<StreamJob> OfPaths(IReadOnlyList<string> paths, string schema, StreamDefinition definition)
    {
        SortedDictionary<string, (IReadOnlyList<InputFile> Files, bool Single)> tables = new(StringComparer.OrdinalIgnoreCase);
        foreach (var path in paths)
        {
            var absolute = Absolute(path);
            foreach (var (name, files) in Groups(absolute, null, byFolder: false))
            {
                if (tables.TryGetValue(name, out var other))
                {
                    if (other.Files[0].Path == files[0].Path)
                    {
                        continue;
                    }

                    throw new FaultException(FileFaults.SameName(name, other.Files[0].Display, files[0].Display));
                }

                tables[name] = (files, File.Exists(absolute));
            }
        }

        return [.. tables.Select(table => new StreamJob(new TableName(schema, table.Key), table.Value.Files, definition, table.Value.Single))];
    }

    private string Absolute(string path) => Path.GetFullPath(path.Replace('\\', '/'), folders.Project);

    private SortedDictionary<string, IReadOnlyList<InputFile>> Groups(string path, string? place, bool byFolder)
    {
        SortedDictionary<string, List<InputFile>> groups = new(StringComparer.OrdinalIgnoreCase);
        var root = Directory.Exists(path) ? path : FileGlob.IsPattern(path) && !File.Exists(path) ? FileGlob.Split(path).Folder : Path.GetDirectoryName(path)!;
        foreach (var file in Find(path, place, dataOnly: true))
        {
            var relative = Path.GetRelativePath(root, file.Path).Split('/', '\\');
            var folder = relative.Length > 1 && !relative[0].Contains('=', StringComparison.Ordinal) ? relative[0] : null;
            var grouped = file.Partitions.Count > 0 || (byFolder && folder is not null);
            var name = ColumnNames.Safe(grouped ? GroupName(root, relative, byFolder) : FileFormats.Stem(file.Path));
            name = name.Length == 0 ? string.Create(CultureInfo.InvariantCulture, $"table_{groups.Count + 1}") : name;
            if (!groups.TryGetValue(name, out var files))
            {
                groups[name] = files = [];
            }
            else if (!grouped || files[0].Partitions.Count != file.Partitions.Count)
            {
                throw new FaultException(FileFaults.SameName(name, files[0].Display, file.Display));
            }

            files.Add(file);
        }

        return new SortedDictionary<string, IReadOnlyList<InputFile>>(
            groups.ToDictionary(group => group.Key, group => (IReadOnlyList<InputFile>)group.Value), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>A partitioned table is named by the folder above its partitions, other groups by the first folder.</summary>
    private static string GroupName(string root, string[] relative, bool byFolder)
    {
        var partition = Array.FindIndex(relative, part => part.Contains('=', StringComparison.Ordinal));
        return partition switch
        {
            > 0 when !byFolder => relative[partition - 1],
            0 => Path.GetFileName(root),
            _ => relative[0],
        };
    }

    private List<InputFile> Find(string path, string? place, bool dataOnly)
    {
        try
        {
            if (File.Exists(path))
            {
                return [InputFile.Of(path, folders.Project, Path.GetDirectoryName(path)!)];
            }

            var (folder, pattern) = Directory.Exists(path) ? (path, "**") : FileGlob.IsPattern(path) ? FileGlob.Split(path) : (path, "");
            if (!Directory.Exists(folder))
            {
                throw new FaultException(FileFaults.Missing(folder, place));
            }

            var files = Walk(folder, pattern, dataOnly);
            return files.Count > 0 ? files : throw new FaultException(FileFaults.NoMatch(path, place));
        }
        catch (Exception failure) when (FileFaults.Of(failure, path) is { } fault)
        {
            throw new FaultException(fault, failure);
        }
    }

    private List<InputFile> Walk(string folder, string pattern, bool dataOnly)
    {
        Regex matches = FileGlob.Compile(pattern);
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = pattern.Contains('/', StringComparison.Ordinal) || pattern.Contains("**", StringComparison.Ordinal),
            IgnoreInaccessible = false,
            AttributesToSkip = FileAttributes.None,
        };
        return
        [
            .. Directory.EnumerateFiles(folder, "*", options)
                .Select(file => (file, relative: Path.GetRelativePath(folder, file).Replace('\\', '/')))
                .Where(found => matches.IsMatch(found.relative) && !found.relative.Split('/').Any(part => part[0] is '.' or '_'))
                .Where(found => !dataOnly || FileFormats.Of(found.file) is not null)
                .OrderBy(found => found.relative, StringComparer.Ordinal)
                .Select(found => InputFile.Of(found.file, folders.Project, folder)),
        ];
    }
}
