namespace Talentys.Lake.Stores.Copies;

/// <summary>All copies of this process's folder: found by path, those unused for longest deleted when there are too many.</summary>
internal sealed class CopyShelf(CopyPaths paths, LakeOptions options, TimeProvider clock)
{
    private readonly Lock turn = new();
    private readonly Dictionary<string, LocalCopy> copies = new(StringComparer.Ordinal);
    private bool looked;

    /// <summary>Takes a copy to use it, known or new.</summary>
    public LocalCopy Take(string path)
    {
        lock (turn)
        {
            Look();
            if (!copies.TryGetValue(path, out var copy))
            {
                copies[path] = copy = new LocalCopy(path);
            }

            copy.Users++;
            copy.UsedAt = clock.GetUtcNow();
            return copy;
        }
    }

    /// <summary>Gives copies back, and makes room.</summary>
    public void Return(IEnumerable<LocalCopy> used)
    {
        lock (turn)
        {
            foreach (var copy in used)
            {
                copy.Users--;
                copy.UsedAt = clock.GetUtcNow();
            }

            MakeRoom();
        }
    }

    /// <summary>Bytes of all copies.</summary>
    public long Bytes
    {
        get
        {
            lock (turn)
            {
                Look();
                return copies.Values.Sum(copy => copy.Parts.Bytes);
            }
        }
    }

    /// <summary>Finds what an earlier process left. What has no record that can be believed is deleted.</summary>
    private void Look()
    {
        if (looked)
        {
            return;
        }

        looked = true;
        if (!Directory.Exists(paths.Folder))
        {
            return;
        }

        foreach (var file in Directory.EnumerateFiles(paths.Folder, "*", SearchOption.AllDirectories).ToList())
        {
            var path = file.EndsWith(CopyRecord.Ending, StringComparison.Ordinal) ? file[..^CopyRecord.Ending.Length] : file;
            if (copies.ContainsKey(path))
            {
                continue;
            }

            if (CopyRecord.Read(path) is var (length, parts))
            {
                copies[path] = new LocalCopy(path) { Length = length, Parts = parts, UsedAt = File.GetLastWriteTimeUtc($"{path}{CopyRecord.Ending}") };
            }
            else
            {
                TryDelete(path);
                TryDelete(file);
            }
        }
    }

    private void MakeRoom()
    {
        var oldest = clock.GetUtcNow() - options.CopiesAge;
        var bytes = copies.Values.Sum(copy => copy.Parts.Bytes);
        foreach (var copy in copies.Values.Where(copy => copy.Users == 0).OrderBy(copy => copy.UsedAt).ToList())
        {
            if (bytes <= options.CopiesBytes && copy.UsedAt >= oldest)
            {
                return;
            }

            if (TryDelete(copy.Path))
            {
                copies.Remove(copy.Path);
                bytes -= copy.Parts.Bytes;
            }
        }
    }

    private static bool TryDelete(string path)
    {
        try
        {
            CopyRecord.Delete(path);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false; // still open somewhere (Windows)
        }
    }
}
