using Talentys.Kernel;

namespace Talentys.Lake.Tables;

/// <summary>Whether the folder of the tables can be written.</summary>
internal sealed class LakeProbe(PlatformFolders folders) : IHealthProbe
{
    private static readonly Dictionary<string, double> None = [];

    public string Name => "lake";

    public async Task<HealthReading> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(folders.Lake);
            await using var file = new FileStream(
                Path.Combine(folders.Lake, $".writable-{Guid.NewGuid():n}"), FileMode.CreateNew, FileAccess.Write, FileShare.None,
                bufferSize: 1, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
            await file.WriteAsync(new byte[] { 1 }, cancellationToken);
            return new HealthReading(HealthLevel.Ok, "The folder of the tables can be written.", null, None);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new HealthReading(
                HealthLevel.Failing, $"The folder of the tables cannot be written: {failure.Message}",
                "Give this account the right to write in it, or make room on its disk.", None);
        }
    }
}
