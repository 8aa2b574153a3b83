using Talentys.Kernel;
using Talentys.Lake.Stores;
using Talentys.Lake.Tables;
using Talentys.TestSupport;

namespace Talentys.Lake.Tests.Tables;

public sealed class LakeProbeTests
{
    [Fact]
    public async Task A_folder_that_can_be_written_is_well_and_left_as_it_was()
    {
        using var folder = new TempFolder();

        var reading = await new LakeProbe(new EnvironmentLakes(folder.Folders, null), new LocalStore(TimeProvider.System)).LookAsync(CancellationToken.None);

        Assert.Equal(HealthLevel.Ok, reading.Level);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Folders.Lake));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_failing()
    {
        using var folder = new TempFolder();
        folder.Write(".talentys/lake", "a file where the folder belongs");

        var reading = await new LakeProbe(new EnvironmentLakes(folder.Folders, null), new LocalStore(TimeProvider.System)).LookAsync(CancellationToken.None);

        Assert.Equal(HealthLevel.Failing, reading.Level);
        Assert.NotNull(reading.Mend);
    }
}
