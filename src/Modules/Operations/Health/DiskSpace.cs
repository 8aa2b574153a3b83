using Talentys.Kernel;

namespace Talentys.Operations.Health;

/// <summary>Room on a disk, in bytes.</summary>
/// <param name="Free">What this account may still write.</param>
/// <param name="Total">Size of the disk.</param>
internal sealed record DiskSpace(long Free, long Total)
{
    private const double WarningPercent = 10;
    private const double FailingPercent = 2;

    internal double FreePercent => Total > 0 ? 100.0 * Free / Total : 0;

    internal HealthLevel Level => FreePercent switch
    {
        < FailingPercent => HealthLevel.Failing,
        < WarningPercent => HealthLevel.Warning,
        _ => HealthLevel.Ok,
    };

    /// <summary>The disk on which the lake lies; null when the system does not tell.</summary>
    internal static DiskSpace? Of(PlatformFolders folders)
    {
        try
        {
            var drive = new DriveInfo(Directory.Exists(folders.Lake) ? folders.Lake : folders.State);
            return new DiskSpace(drive.AvailableFreeSpace, drive.TotalSize);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
