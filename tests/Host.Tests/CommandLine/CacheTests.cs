namespace Talentys.Host.Tests.CommandLine;

public sealed class CacheTests
{
    [Fact]
    public async Task A_start_clears_the_cache_but_for_what_is_made_to_last()
    {
        using var talentys = new Talentys();
        await talentys.GetAsync("tables", "list");
        talentys.Write(".talentys/cache/manifests/a.index", "an index");
        talentys.Write(".talentys/cache/copies/s3/bucket/a.parquet", "a copy");
        talentys.Write(".talentys/cache/spill/a.tmp", "what a process that was killed left");

        await talentys.GetAsync("tables", "list");

        Assert.True(File.Exists(Path.Combine(talentys.Project, ".talentys/cache/manifests/a.index")));
        Assert.True(File.Exists(Path.Combine(talentys.Project, ".talentys/cache/copies/s3/bucket/a.parquet")));
        Assert.False(File.Exists(Path.Combine(talentys.Project, ".talentys/cache/spill/a.tmp")));
    }
}
