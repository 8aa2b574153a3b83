using System.Security.Cryptography;
using System.Text;
using Talentys.Kernel;
using Talentys.Lake.Manifests;
using Talentys.Lake.Reading;
using Talentys.Lake.Stores;
using Talentys.Lake.Tables;

namespace Talentys.Lake.Planning;

/// <summary>
/// Indexes of manifests: in memory column by column, those of many files on disk too, made again when they are missing or
/// damaged. They are of files that never change, so one that is there is right.
/// </summary>
internal sealed class ManifestIndexes(IObjectStore objects, LakeCache cache, LakeOptions options, PlatformFolders folders, TimeProvider clock)
{
    // of fewer files the manifest itself is read as fast
    private const int KeptOnDiskFrom = 256;

    private const string Ending = ".index";

    private static readonly TimeSpan Unused = TimeSpan.FromDays(7);
    private static readonly TimeSpan HalfWritten = TimeSpan.FromHours(1);

    /// <summary>The index of a manifest.</summary>
    /// <exception cref="FaultException"><c>lake.metadata_broken</c>: the manifest itself cannot be read.</exception>
    public async Task<ManifestIndex> FindAsync(TablePlace place, ManifestFile manifest, CancellationToken cancellationToken)
    {
        var location = place.Resolve(manifest.Path);
        return cache.Find<ManifestIndex>(KeyOf(location)) ?? FromDisk(location) ?? await MakeAsync(location, manifest, cancellationToken);
    }

    /// <summary>The same, made again: what was kept turned out to be damaged.</summary>
    public async Task<ManifestIndex> AgainAsync(TablePlace place, ManifestFile manifest, CancellationToken cancellationToken)
    {
        var location = place.Resolve(manifest.Path);
        CacheFiles.TryDelete(FileOf(location));
        return await MakeAsync(location, manifest, cancellationToken);
    }

    /// <summary>
    /// Keeps the files of indexes from piling up: those go that nobody asked for in a week, as happens to manifests whose
    /// versions are gone; of the others the longest unused when they take too much room; and what a process that was killed
    /// left half written. One that is missed is made again.
    /// </summary>
    public void Sweep()
    {
        var folder = new DirectoryInfo(folders.Indexes);
        if (!folder.Exists)
        {
            return;
        }

        var (now, room) = (clock.GetUtcNow(), options.IndexBytes);
        foreach (var file in folder.EnumerateFiles().OrderByDescending(file => file.LastWriteTimeUtc).ToList())
        {
            var age = now - file.LastWriteTimeUtc;
            if (file.Extension == Ending)
            {
                room -= file.Length;
                if (age > Unused || room < 0)
                {
                    CacheFiles.TryDelete(file.FullName);
                }
            }
            else if (age > HalfWritten)
            {
                CacheFiles.TryDelete(file.FullName);
            }
        }
    }

    /// <summary>Deletes the files of the indexes of manifests that are no more.</summary>
    public void Forget(IEnumerable<string> manifests)
    {
        foreach (var manifest in manifests)
        {
            CacheFiles.TryDelete(FileOf(manifest));
        }
    }

    private static string KeyOf(string location) => $"index|{location}";

    private string FileOf(string location) =>
        Path.Combine(folders.Indexes, $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(location)))[..40]}{Ending}");

    private ManifestIndex? FromDisk(string location)
    {
        var file = FileOf(location);
        if (!CacheFiles.Use(file, clock))
        {
            return null;
        }

        try
        {
            var (head, sections) = IndexFile.ReadHead((offset, length) => Read(file, offset, length));
            var index = new ManifestIndex(head, section => sections.TryGetValue(section, out var stored) ? Section(location, file, section, stored) : default(ReadOnlyMemory<byte>?));
            cache.Keep(KeyOf(location), index, 1024 + (sections.Count * 64L), weight: 1);
            return index;
        }
        catch (Exception damage) when (damage is InvalidDataException or IOException or UnauthorizedAccessException or ArgumentException or System.Text.Json.JsonException)
        {
            CacheFiles.TryDelete(file);
            return null;
        }
    }

    private ReadOnlyMemory<byte> Section(string location, string file, IndexSection section, StoredSection stored)
    {
        var key = $"index|{location}|{(int)section.Kind}|{section.Field}";
        if (cache.Find<byte[]>(key) is { } known)
        {
            return known;
        }

        var data = Read(file, stored.Offset, stored.Length);
        if (IndexFile.Checksum(data) != stored.Checksum)
        {
            throw new InvalidDataException("The index of a manifest is damaged.");
        }

        cache.Keep(key, data, data.Length, weight: 1);
        return data;
    }

    private static byte[] Read(string file, long offset, int length)
    {
        using var handle = File.OpenHandle(file, options: FileOptions.RandomAccess);
        var data = new byte[length];
        for (var read = 0; read < length;)
        {
            var more = RandomAccess.Read(handle, data.AsSpan(read), offset + read);
            read += more > 0 ? more : throw new InvalidDataException("The index of a manifest is too short.");
        }

        return data;
    }

    private async Task<ManifestIndex> MakeAsync(string location, ManifestFile manifest, CancellationToken cancellationToken)
    {
        IndexHead head;
        IReadOnlyList<(IndexSection Section, byte[] Data)> sections;
        try
        {
            (head, sections) = IndexReader.Read(await objects.ReadAsync(location, cancellationToken), manifest);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            throw LakeFaults.MetadataBroken(location, failure);
        }

        if (head.Count >= KeptOnDiskFrom && TryWrite(FileOf(location), IndexFile.Write(head, sections)) && FromDisk(location) is { } written)
        {
            return written;
        }

        var parts = sections.ToDictionary(one => one.Section, one => one.Data);
        var index = new ManifestIndex(head, section => parts.TryGetValue(section, out var data) ? data : default(ReadOnlyMemory<byte>?));
        cache.Keep(KeyOf(location), index, sections.Sum(one => one.Data.Length + 64L), weight: 1);
        return index;
    }

    private bool TryWrite(string file, byte[] content)
    {
        var temporary = $"{file}.{Guid.NewGuid():N}";
        try
        {
            Directory.CreateDirectory(folders.Indexes);
            File.WriteAllBytes(temporary, content);
            File.Move(temporary, file, overwrite: true);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            CacheFiles.TryDelete(temporary);
            return false;
        }
    }
}
