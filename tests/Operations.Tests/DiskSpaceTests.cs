using Talentys.Kernel;
using Talentys.Operations.Health;

namespace Talentys.Operations.Tests;

public sealed class DiskSpaceTests
{
    [Theory]
    [InlineData(100, HealthLevel.Ok)]
    [InlineData(10, HealthLevel.Ok)]
    [InlineData(9, HealthLevel.Warning)]
    [InlineData(2, HealthLevel.Warning)]
    [InlineData(1, HealthLevel.Failing)]
    [InlineData(0, HealthLevel.Failing)]
    public void Little_room_is_a_warning_and_hardly_any_a_failure(long free, HealthLevel level) =>
        Assert.Equal(level, new DiskSpace(free, 100).Level);
}
