using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Lake.Tables;

namespace Talentys.Lake.Stores.Copies;

/// <summary>
/// Copies of remote Parquet files for the engine, which reads local files only: sparse ones that hold the footer and the columns
/// that were asked for. A hole is zeros, in which the engine finds no page: it fails and never gives wrong rows, and the
/// whole file is fetched then.
/// </summary>
internal sealed class RemoteFiles(IObjectStore objects, CopyPaths paths, CopyShelf shelf) : ILakeCopies
{
    private const int Tail = 64 * 1024;
    private const int Piece = 8 * 1024 * 1024;
    private const int FilesAtOnce = 8;
    private const int PiecesAtOnce = 4;

    // a request takes as long as this many bytes do, about
    private const long Gap = 256 * 1024;
    private const long SmallFile = 1024 * 1024;

    /// <summary>Whether a path is one of a copy.</summary>
    public bool IsCopy(string path) => path.StartsWith(paths.Folder, StringComparison.Ordinal);

    /// <inheritdoc/>
    async Task<IDisposable?> ILakeCopies.LeaseAsync(IEnumerable<string> selects, IReadOnlySet<int>? fieldIds, CancellationToken cancellationToken) =>
        selects.SelectMany(In).Distinct().ToList() is { Count: > 0 } remote ? await LeaseAsync(remote, fieldIds, cancellationToken) : null;

    /// <summary>Paths of copies that a statement of ours names.</summary>
    public IReadOnlyList<string> In(string sql)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var prefix = SqlText.Literal(paths.Folder + Path.DirectorySeparatorChar)[..^1];
        for (var at = sql.IndexOf(prefix, StringComparison.Ordinal); at >= 0; at = sql.IndexOf(prefix, at + 1, StringComparison.Ordinal))
        {
            // the part of the path that is ours has no quotes
            var end = sql.IndexOf('\'', at + prefix.Length);
            if (end > 0)
            {
                found.Add(paths.Folder + Path.DirectorySeparatorChar + sql[(at + prefix.Length)..end]);
            }
        }

        return [.. found];
    }

    /// <summary>Fetches what is missing of some copies, and keeps them until the lease is given back.</summary>
    /// <param name="files">Their paths; others are left alone.</param>
    /// <param name="fieldIds">Field ids of the columns that are needed; null for all. Files without ids are fetched whole.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="FaultException"><c>lake.file_unreachable</c>, <c>lake.file_missing</c>.</exception>
    public async Task<IDisposable> LeaseAsync(IEnumerable<string> files, IReadOnlySet<int>? fieldIds, CancellationToken cancellationToken)
    {
        var lease = new Lease(shelf);
        try
        {
            foreach (var path in files.Where(IsCopy).Distinct())
            {
                lease.Add(shelf.Take(path));
            }

            await Parallel.ForEachAsync(
                lease.Copies, new ParallelOptions { MaxDegreeOfParallelism = FilesAtOnce, CancellationToken = cancellationToken },
                async (copy, token) => await FetchAsync(copy, fieldIds, token));
            return lease;
        }
        catch (Exception)
        {
            lease.Dispose();
            throw;
        }
    }

    /// <summary>Fetches all of an object, after a copy of parts did not do.</summary>
    /// <returns>The path of its copy.</returns>
    public async Task<string> FetchAllAsync(string location, CancellationToken cancellationToken)
    {
        var path = paths.PathOf(location);
        using var lease = await LeaseAsync([path], null, cancellationToken);
        return path;
    }

    private async Task FetchAsync(LocalCopy copy, IReadOnlySet<int>? fieldIds, CancellationToken cancellationToken)
    {
        var location = paths.LocationOf(copy.Path) ?? throw new InvalidOperationException($"No copy has this path: {copy.Path}");
        await copy.Turn.WaitAsync(cancellationToken);
        try
        {
            await OpenAsync(copy, location, cancellationToken);
            if (copy.Parts.Bytes < copy.Length)
            {
                var wanted = await WantedAsync(copy, location, fieldIds, cancellationToken);
                await FetchAsync(copy, location, wanted, cancellationToken);
            }
        }
        catch (FileNotFoundException missing)
        {
            throw new FaultException(
                Fault.Failed("lake.file_missing", "A file of a table is not there.", location, "Restore the file, or go back to a version of the table that does not need it."),
                missing);
        }
        catch (IOException failure)
        {
            throw LakeFaults.Unreachable(location, failure);
        }
        finally
        {
            copy.Turn.Release();
        }
    }

    /// <summary>Makes the copy where there is none; a file that somebody deleted or changed is made anew.</summary>
    private async Task OpenAsync(LocalCopy copy, string location, CancellationToken cancellationToken)
    {
        if (copy.Length is not null && new FileInfo(copy.Path) is { Exists: true } file && file.Length == copy.Length)
        {
            return;
        }

        var found = await objects.FindAsync(location, cancellationToken) ?? throw new FileNotFoundException($"There is no object {location}.");
        CopyRecord.Make(copy.Path, found.Bytes);
        (copy.Length, copy.Parts, copy.Chunks) = (found.Bytes, new ByteRanges([]), null);
    }

    private async Task<IReadOnlyList<ByteRange>> WantedAsync(LocalCopy copy, string location, IReadOnlySet<int>? fieldIds, CancellationToken cancellationToken)
    {
        var length = copy.Length!.Value;
        ByteRange whole = new(0, length);
        if (fieldIds is null || length <= SmallFile)
        {
            return [whole];
        }

        copy.Chunks ??= await FooterAsync(copy, location, cancellationToken);

        // none of the columns: what reads it wants others, as of a file of deletes
        if (copy.Chunks is not { HasIds: true } chunks || (fieldIds.Count > 0 && !fieldIds.Any(chunks.Has)))
        {
            return [whole];
        }

        var wanted = chunks.Of(fieldIds).Select(range => new ByteRange(Math.Max(0, range.Start), Math.Min(length, range.End))).ToList();
        return new ByteRanges(wanted).Bytes > length * 3 / 5 ? [whole] : wanted;
    }

    /// <summary>The footer, which is fetched with what else is near the end; null when it is no Parquet file.</summary>
    private async Task<ParquetChunks?> FooterAsync(LocalCopy copy, string location, CancellationToken cancellationToken)
    {
        var length = copy.Length!.Value;
        var start = Math.Max(0, length - Tail);
        await FetchAsync(copy, location, [new ByteRange(start, length)], cancellationToken);
        using var file = File.OpenHandle(copy.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var end = new byte[8];
        await RandomAccess.ReadAsync(file, end, length - end.Length, cancellationToken);
        if (ThriftReader.FooterLength(end) is not { } size || size <= 0 || size > length - 12)
        {
            return null;
        }

        var begin = length - 8 - size;
        await FetchAsync(copy, location, [new ByteRange(0, 4), new ByteRange(begin, length)], cancellationToken);
        var footer = new byte[size];
        await RandomAccess.ReadAsync(file, footer, begin, cancellationToken);
        try
        {
            return ParquetChunks.Read(footer);
        }
        catch (InvalidDataException)
        {
            return null; // the engine tells what is wrong with it
        }
    }

    private async Task FetchAsync(LocalCopy copy, string location, IReadOnlyList<ByteRange> wanted, CancellationToken cancellationToken)
    {
        var missing = copy.Parts.Missing(wanted, Gap);
        if (missing.Count == 0)
        {
            return;
        }

        var pieces = missing.SelectMany(Pieces);
        using (var file = File.OpenHandle(copy.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous))
        {
            await Parallel.ForEachAsync(
                pieces, new ParallelOptions { MaxDegreeOfParallelism = PiecesAtOnce, CancellationToken = cancellationToken },
                async (piece, token) =>
                {
                    var bytes = await objects.ReadAsync(location, piece.Start, (int)piece.Length, token);
                    if (bytes.Length != piece.Length)
                    {
                        throw new IOException($"The object is shorter than it was: {location}");
                    }

                    await RandomAccess.WriteAsync(file, bytes, piece.Start, token);
                });
            RandomAccess.FlushToDisk(file);
        }

        var parts = copy.Parts.With(missing);
        CopyRecord.Write(copy.Path, copy.Length!.Value, parts);
        copy.Parts = parts;
    }

    private static IEnumerable<ByteRange> Pieces(ByteRange range)
    {
        for (var start = range.Start; start < range.End; start += Piece)
        {
            yield return new ByteRange(start, Math.Min(range.End, start + Piece));
        }
    }

    private sealed class Lease(CopyShelf shelf) : IDisposable
    {
        private readonly List<LocalCopy> copies = [];
        private bool returned;

        public IReadOnlyList<LocalCopy> Copies => copies;

        public void Add(LocalCopy copy) => copies.Add(copy);

        public void Dispose()
        {
            if (!returned)
            {
                returned = true;
                shelf.Return(copies);
            }
        }
    }
}
