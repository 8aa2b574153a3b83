using System.Runtime.CompilerServices;
using Talentys.DuckDb.Public;

namespace Talentys.Lake.Stores;

/// <summary>
/// Files on a local disk: written under another name, flushed, then named, then the folder is flushed. A name once taken is
/// refused to others, also to those who come at the same moment.
/// </summary>
internal sealed class LocalStore(TimeProvider clock) : IObjectStore
{
    private const string Scheme = "file://";

    /// <summary>A local path as metadata has it: the scheme and the path as it is, for engines do not decode escapes.</summary>
    public static string ToLocation(string path)
    {
        var slashed = path.Replace('\\', '/');
        return slashed.StartsWith('/') ? Scheme + slashed : $"{Scheme}/{slashed}";
    }

    /// <summary>The local path of a location.</summary>
    public static string ToPath(string location)
    {
        var path = location[Scheme.Length..];
        return OperatingSystem.IsWindows() ? path.TrimStart('/').Replace('/', '\\') : path;
    }

    /// <summary>Whether a location is a local path.</summary>
    public static bool IsLocal(string location) => location.StartsWith(Scheme, StringComparison.Ordinal);

    /// <inheritdoc/>
    public bool Serves(string location) => IsLocal(location);

    /// <inheritdoc/>
    public Task<StoredObject?> FindAsync(string location, CancellationToken cancellationToken)
    {
        return Task.FromResult(Seen(new FileInfo(ToPath(location))));
    }

    /// <inheritdoc/>
    public Task<byte[]> ReadAsync(string location, CancellationToken cancellationToken) => Plainly(() => File.ReadAllBytesAsync(ToPath(location), cancellationToken));

    /// <inheritdoc/>
    public Task<byte[]> ReadAsync(string location, long offset, int length, CancellationToken cancellationToken) => Plainly(async () =>
    {
        using var handle = File.OpenHandle(ToPath(location), options: FileOptions.Asynchronous);
        var bytes = new byte[Math.Max(0, Math.Min(length, RandomAccess.GetLength(handle) - offset))];
        var read = 0;
        while (read < bytes.Length)
        {
            var more = await RandomAccess.ReadAsync(handle, bytes.AsMemory(read), offset + read, cancellationToken);
            if (more == 0)
            {
                throw new EndOfStreamException("The file became shorter while it was read.");
            }

            read += more;
        }

        return bytes;
    });

    /// <inheritdoc/>
    public Task CreateAsync(string location, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => Plainly(async () =>
    {
        var path = ToPath(location);
        var temporary = $"{path}.{Guid.NewGuid():n}.tmp";
        DurableFiles.MakeFolder(Path.GetDirectoryName(path)!);
        try
        {
            await using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.Asynchronous))
            {
                await file.WriteAsync(content, cancellationToken);
                RandomAccess.FlushToDisk(file.SafeFileHandle);
            }

            DurableFiles.Publish(temporary, path);
            return true;
        }
        finally
        {
            File.Delete(temporary); // gone already when all went well
        }
    });

    /// <inheritdoc/>
    public Task TakeAsync(string localFile, string location, CancellationToken cancellationToken) => Plainly(() =>
    {
        using (var handle = File.OpenHandle(localFile, FileMode.Open, FileAccess.ReadWrite))
        {
            RandomAccess.FlushToDisk(handle);
        }

        var path = ToPath(location);
        if (localFile != path)
        {
            DurableFiles.MakeFolder(Path.GetDirectoryName(path)!);
            DurableFiles.Publish(localFile, path);
        }
        else
        {
            DurableFiles.FlushFolder(Path.GetDirectoryName(path)!);
        }

        return Task.FromResult(true);
    });

    /// <inheritdoc/>
    public Task TouchAsync(string location, CancellationToken cancellationToken) => Plainly(() =>
    {
        var path = ToPath(location);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
        }

        File.SetLastWriteTimeUtc(path, clock.GetUtcNow().UtcDateTime);
        return Task.FromResult(true);
    });

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var path = ToPath(prefix);
        var folder = new DirectoryInfo(path.EndsWith(Path.DirectorySeparatorChar) ? path : Path.GetDirectoryName(path)!);
        if (!folder.Exists)
        {
            yield break;
        }

        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        foreach (var file in folder.EnumerateFiles("*", options))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (file.FullName.StartsWith(path, StringComparison.Ordinal) && Seen(file) is { } found)
            {
                yield return found;
            }
        }
    }

    /// <inheritdoc/>
    public Task DeleteAsync(IReadOnlyCollection<string> locations, CancellationToken cancellationToken)
    {
        foreach (var location in locations)
        {
            try
            {
                File.Delete(ToPath(location));
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // a reader has it open (Windows), or its folder is gone: the sweep comes again
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public string WritePath(string location)
    {
        var path = ToPath(location);
        DurableFiles.MakeFolder(Path.GetDirectoryName(path)!);
        return path;
    }

    /// <inheritdoc/>
    public string? ReadPath(string location) => ToPath(location);

    /// <summary>A file as it is now; null when it is gone, of which the system would tell the year 1601.</summary>
    private static StoredObject? Seen(FileInfo file)
    {
        try
        {
            var (bytes, changed) = (file.Length, file.LastWriteTimeUtc);
            return file.Exists ? new StoredObject(ToLocation(file.FullName), bytes, changed) : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Missing folders are missing files, and a refusal of the system is a failure like others.</summary>
    private static async Task<T> Plainly<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (DirectoryNotFoundException missing)
        {
            throw new FileNotFoundException(missing.Message, missing);
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new IOException(refused.Message, refused);
        }
    }
}
