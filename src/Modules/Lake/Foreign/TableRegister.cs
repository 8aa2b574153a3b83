using Talentys.Kernel;
using Talentys.Lake.Metadata;
using Talentys.Lake.Public;
using Talentys.Lake.Reading;
using Talentys.Lake.Stores;
using Talentys.Lake.Tables;

namespace Talentys.Lake.Foreign;

/// <summary>
/// Takes in tables that other engines wrote, where they are: the pointer is ours, the files are not changed. Taking in again
/// what has the name brings the pointer to the newest metadata.
/// </summary>
internal sealed class TableRegister(
    TableStore store, TablePlaces places, TableFiles files, TableReader reader, MetadataFinder finder, RegisterRoots roots, IObjectStore objects)
{
    /// <summary>Takes a table in.</summary>
    /// <param name="scope">Where the name is.</param>
    /// <param name="name">Its name here.</param>
    /// <param name="named">Its metadata file or its folder.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="FaultException"><c>lake.table_exists</c>, <c>lake.place_denied</c>, <c>lake.metadata_missing</c>, and those of reading.</exception>
    public async Task<LakeTable> RegisterAsync(Scope scope, TableName name, string named, CancellationToken cancellationToken)
    {
        TableNames.Check(name);
        var file = await finder.FindAsync(roots.Locate(named), cancellationToken);
        var metadata = await files.MetadataAsync(file, cancellationToken);
        var folder = await FolderAsync(file, metadata, named, cancellationToken);
        var current = metadata.CurrentSnapshot;
        var row = LakeTableRow.New(Ids.New(), scope, name, folder);
        (row.MetadataFile, row.Version, row.Foreign) = (
            file.StartsWith($"{folder}/metadata/", StringComparison.Ordinal) ? file[$"{folder}/metadata/".Length..] : file,
            current is null ? 0 : metadata.NumberOf(current),
            true);

        // what cannot be read is told now, not at the first question
        var table = await reader.ReadAsync(row, places.Of(row), TableAt.Current, cancellationToken);
        (row.Rows, row.Bytes) = (table!.Version.Rows, table.Files.Sum(found => found.Bytes));
        var kept = await store.RegisterAsync(row, cancellationToken);
        return kept.Foreign && kept.MetadataFile == row.MetadataFile && kept.Folder == row.Folder
            ? table with { Name = new TableName(kept.Schema, kept.Name), Id = kept.Id }
            : throw new FaultException(new Fault(
                FaultKind.Conflict, "lake.table_exists", $"There is a table {name} already, and it is this lake's own.", null,
                "Take the other one in under another name, or drop this one first."));
    }

    /// <summary>
    /// The table's folder: above the folder <c>metadata</c> of the file, or the file's own, or the one that the metadata names;
    /// the first in which the current version is.
    /// </summary>
    private async Task<string> FolderAsync(string file, TableMetadata metadata, string named, CancellationToken cancellationToken)
    {
        var own = file[..file.LastIndexOf('/')];
        var above = own[..own.LastIndexOf('/')];
        var candidates = new List<string>();
        if (own.EndsWith("/metadata", StringComparison.Ordinal))
        {
            candidates.Add(above);
        }

        candidates.AddRange([own, above]);
        if (metadata.CurrentSnapshot is not { ManifestList: { } list })
        {
            return candidates[0];
        }

        if (new TablePlace(metadata.Location.TrimEnd('/')).TryResolve(list) is not null && objects.Serves(metadata.Location) && IsAllowed(metadata.Location, named))
        {
            candidates.Add(metadata.Location.TrimEnd('/'));
        }

        foreach (var candidate in candidates.Distinct())
        {
            if (new TablePlace(candidate, metadata.Location).TryResolve(list) is { } location && await objects.FindAsync(location, cancellationToken) is not null)
            {
                return candidate;
            }
        }

        return candidates[0];
    }

    private bool IsAllowed(string location, string named)
    {
        try
        {
            roots.Locate(location);
            return location != named;
        }
        catch (FaultException)
        {
            return false; // it is one place of several that are tried
        }
    }
}
