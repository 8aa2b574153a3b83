using System.Formats.Tar;
using System.IO.Compression;
using Talentys.Kernel;

namespace Talentys.Transformation.Projects.Packages;

/// <summary>A package in a <c>.tar.gz</c>, by an address or a path.</summary>
internal static class Tarball
{
    private const long MostBytes = 512L << 20;

    /// <summary>Unpacks it into a folder; gives the folder of the project in it.</summary>
    public static async Task<string> UnpackAsync(string address, string from, string folder, string place, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = await OpenAsync(address, from, cancellationToken);
            await using var plain = new GZipStream(stream, CompressionMode.Decompress);
            await ExtractAsync(plain, folder, place, cancellationToken);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new FaultException(Fault.Invalid("dbt.package_unreachable", $"The tarball {GitClient.Safe(address)} cannot be read: {failure.Message}", place, "Mend its address: it is a .tar.gz with a dbt project in it."), failure);
        }

        return File.Exists(Path.Combine(folder, ProjectReader.FileName)) ? folder
            : Directory.GetDirectories(folder) is [var only] ? only : folder;
    }

    private static async Task<Stream> OpenAsync(string address, string from, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            return File.OpenRead(uri is { IsFile: true } ? uri.LocalPath : Path.GetFullPath(Path.Combine(from, address)));
        }

        using var client = new HttpClient { Timeout = TimeSpan.FromMinutes(5), MaxResponseContentBufferSize = MostBytes };
        return new MemoryStream(await client.GetByteArrayAsync(uri, cancellationToken));
    }

    /// <summary>Files and folders alone, within the folder: no links, no paths that lead out of it, no more than fits.</summary>
    private static async Task ExtractAsync(Stream plain, string folder, string place, CancellationToken cancellationToken)
    {
        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        var left = MostBytes;
        await using var tar = new TarReader(plain);
        while (await tar.GetNextEntryAsync(cancellationToken: cancellationToken) is { } entry)
        {
            var path = Path.GetFullPath(Path.Combine(root, entry.Name));
            left -= entry.Length;
            if (!path.StartsWith(root, StringComparison.Ordinal) && path + Path.DirectorySeparatorChar != root)
            {
                throw new FaultException(Fault.Invalid("dbt.package_unsafe", $"The tarball would write outside of its folder: {entry.Name}", place, "Do not use this package."));
            }

            if (left < 0)
            {
                throw new FaultException(Fault.Invalid("dbt.package_large", $"The tarball holds more than {MostBytes >> 20} MB.", place, "Use a package without data."));
            }

            if (entry.EntryType is TarEntryType.Directory)
            {
                Directory.CreateDirectory(path);
            }
            else if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await using var file = File.Create(path);
                if (entry.DataStream is { } data)
                {
                    await data.CopyToAsync(file, cancellationToken);
                }
            }
        }
    }
}
