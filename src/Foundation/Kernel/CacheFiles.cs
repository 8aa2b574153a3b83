namespace Talentys.Kernel;

/// <summary>Files that can be made again: the time at which they were written tells when they were last asked for.</summary>
public static class CacheFiles
{
    // what is asked for by each statement is not touched by each
    private static readonly TimeSpan Coarse = TimeSpan.FromHours(1);

    /// <summary>Takes note that a file is used now. False when it is not there.</summary>
    public static bool Use(string file, TimeProvider clock)
    {
        try
        {
            if (!File.Exists(file))
            {
                return false;
            }

            if (clock.GetUtcNow() - File.GetLastWriteTimeUtc(file) > Coarse)
            {
                File.SetLastWriteTimeUtc(file, clock.GetUtcNow().UtcDateTime);
            }

            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return File.Exists(file); // swept between the two, or of another user
        }
    }

    /// <summary>Deletes the files of a folder that were not used since some time.</summary>
    public static void Sweep(string folder, DateTimeOffset since)
    {
        var found = new DirectoryInfo(folder);
        foreach (var file in found.Exists ? found.EnumerateFiles() : [])
        {
            if (file.LastWriteTimeUtc < since)
            {
                TryDelete(file.FullName);
            }
        }
    }

    /// <summary>Deletes a file; one that cannot be deleted now stays for another time.</summary>
    public static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // open somewhere (Windows)
        }
    }
}
