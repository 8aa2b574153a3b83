using Talentys.Kernel;
using Talentys.Lake.Tables;

namespace Talentys.Lake.RestCatalog;

/// <summary>Folders that clients name for whole tables: only below the place of their environment, each for one table alone.</summary>
internal sealed class ClientLocation(TablePlaces places, TableNaming names)
{
    private const string MetadataFolder = "metadata";
    private const int Depth = 2;

    /// <summary>The folder of a new table at the location that its creator wants, for <see cref="LakeTableRow.Folder"/>.</summary>
    /// <exception cref="FaultException"><c>lake.location_refused</c>.</exception>
    public async Task<string> OfNewAsync(Scope scope, string location, CancellationToken cancellationToken)
    {
        var root = await places.EnvironmentRootAsync(scope, cancellationToken);
        var parts = Below(root, location.TrimEnd('/'));
        if (parts is not { Length: Depth })
        {
            throw RestFaults.Location(
                "A table cannot be there.", location,
                $"Leave the location out, or use {root}/FOLDER/FOLDER with letters, digits, hyphens, underscores and dots.");
        }

        return await FreeAsync($"{root}/{string.Join('/', parts)}", cancellationToken);
    }

    /// <summary>The folder and the name of a metadata file that is to become a table.</summary>
    /// <exception cref="FaultException"><c>lake.location_refused</c>.</exception>
    public async Task<(string Folder, string File)> OfMetadataAsync(Scope scope, string location, CancellationToken cancellationToken)
    {
        var root = await places.EnvironmentRootAsync(scope, cancellationToken);
        return Below(root, location) is { Length: Depth + 2 } parts && parts[Depth] == MetadataFolder
            ? (places.FolderAt($"{root}/{string.Join('/', parts[..Depth])}"), parts[Depth + 1])
            : throw RestFaults.Location(
                "A table can be registered only where the tables of this environment are.", location,
                $"Use a metadata file in {root}/FOLDER/FOLDER/{MetadataFolder}; tables elsewhere are taken in by `talentys tables register` on the server.");
    }

    /// <summary>Refuses a folder that belongs to a table, or to one that is being deleted.</summary>
    public async Task<string> FreeAsync(string location, CancellationToken cancellationToken)
    {
        var folder = places.FolderAt(location);
        return await names.IsTakenAsync(folder, cancellationToken) || await names.IsTakenAsync(location, cancellationToken)
            ? throw RestFaults.Location("The folder is that of another table, or its files are being deleted.", location, "Use another folder.")
            : folder;
    }

    private static string[]? Below(string root, string location)
    {
        // file:/x is file:///x to other engines
        var named = location.StartsWith("file:/", StringComparison.Ordinal) && !location.StartsWith("file://", StringComparison.Ordinal)
            ? $"file://{location["file:".Length..]}"
            : location;
        var parts = named.StartsWith($"{root}/", StringComparison.Ordinal) ? named[(root.Length + 1)..].Split('/') : null;
        return parts?.All(IsPlain) is true ? parts : null;
    }

    private static bool IsPlain(string part) =>
        part.Length is > 0 and <= 200 && part[0] != '.' && part.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');
}
