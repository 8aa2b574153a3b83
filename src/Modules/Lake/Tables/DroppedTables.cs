using Microsoft.Extensions.Logging;
using Talentys.Lake.Stores;

namespace Talentys.Lake.Tables;

/// <summary>
/// Deletes the files of dropped tables. What was dropped stands in the database from the moment at which the pointer goes until
/// the last file is gone, so that a drop which was interrupted is ended later, in any store.
/// </summary>
internal sealed class DroppedTables(TableStore store, TablePlaces places, IObjectStore objects, ILogger<DroppedTables> log)
{
    private const int AtOnce = 1000;

    /// <summary>Ends all drops that are not ended.</summary>
    public async Task EndAllAsync(CancellationToken cancellationToken)
    {
        foreach (var dropped in await store.DroppedAsync(cancellationToken))
        {
            await EndAsync(dropped, cancellationToken);
        }
    }

    /// <summary>Deletes the files of a dropped table, then what tells of it. What cannot be deleted now is tried again later.</summary>
    public async Task EndAsync(LakeDroppedRow dropped, CancellationToken cancellationToken)
    {
        var folder = places.Of(dropped.Folder).Location;
        try
        {
            if (LocalStore.IsLocal(folder))
            {
                DeleteFolder(LocalStore.ToPath(folder));
            }
            else
            {
                await DeleteObjectsAsync($"{folder}/", cancellationToken);
            }

            await store.ForgetAsync(dropped, cancellationToken);
            LakeLog.DropEnded(log, folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            LakeLog.DropDelayed(log, failure, folder);
        }
    }

    private static void DeleteFolder(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }

    private async Task DeleteObjectsAsync(string prefix, CancellationToken cancellationToken)
    {
        var some = new List<string>(AtOnce);
        await foreach (var found in objects.ListAsync(prefix, cancellationToken))
        {
            some.Add(found.Location);
            if (some.Count == AtOnce)
            {
                await objects.DeleteAsync(some, cancellationToken);
                some.Clear();
            }
        }

        await objects.DeleteAsync(some, cancellationToken);
        await foreach (var left in objects.ListAsync(prefix, cancellationToken))
        {
            throw new IOException($"It could not be deleted: {left.Location}");
        }
    }
}
