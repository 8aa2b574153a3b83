using Talentys.Kernel;

namespace Talentys.Lake.Tables;

/// <summary>Files that are on the disk, whole, before anything refers to them.</summary>
internal static class DurableFile
{
    /// <summary>Writes a new file: under another name, flushed to the disk, then renamed.</summary>
    /// <exception cref="FaultException"><c>lake.write_failed</c>.</exception>
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var temporary = $"{path}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.Asynchronous))
            {
                await file.WriteAsync(content, cancellationToken);
                RandomAccess.FlushToDisk(file.SafeFileHandle);
            }

            File.Move(temporary, path, overwrite: false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Failed(failure);
        }
    }

    /// <summary>Flushes a file that another wrote.</summary>
    /// <exception cref="FaultException"><c>lake.write_failed</c>.</exception>
    public static void Flush(string path)
    {
        try
        {
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
            RandomAccess.FlushToDisk(handle);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Failed(failure);
        }
    }

    /// <summary>Deletes a file if it is there and may be deleted; what stays is swept later.</summary>
    public static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // a reader has it open (Windows), or the folder is gone: the sweep comes again
        }
    }

    private static FaultException Failed(Exception cause) => new(
        Fault.Failed(
            "lake.write_failed", $"The lake could not be written: {cause.Message}", null, "Check free space and permissions of the lake's folder."),
        cause);
}
