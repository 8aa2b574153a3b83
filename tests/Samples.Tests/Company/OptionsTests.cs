using System.Security.Cryptography;
using Talentys.Kernel;
using Talentys.Samples.Company;
using Talentys.Samples.Public;

namespace Talentys.Samples.Tests;

public sealed class OptionsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("samples-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_same_day_and_scale_give_the_same_bytes()
    {
        var first = await HashesAsync("a", new DateOnly(2026, 3, 4), 0.01);
        var second = await HashesAsync("b", new DateOnly(2026, 3, 4), 0.01);
        var other = await HashesAsync("c", new DateOnly(2026, 3, 5), 0.01);

        Assert.True(first.Count > 60);
        Assert.Equal(first, second);
        Assert.NotEqual(first["drop/shop/orders.csv"], other["drop/shop/orders.csv"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1000)]
    [InlineData(double.NaN)]
    public async Task A_scale_out_of_range_is_refused_and_nothing_is_written(double scale)
    {
        var fault = await RefusedAsync(new SampleOptions(new DateOnly(2026, 3, 4), scale));

        Assert.Equal("samples.scale_out_of_range", fault.Code);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public async Task A_day_far_in_the_past_is_refused() =>
        Assert.Equal("samples.today_out_of_range", (await RefusedAsync(new SampleOptions(new DateOnly(1, 1, 2), 0.01))).Code);

    [Fact]
    public async Task A_folder_with_other_files_is_left_alone()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "mine.txt"), "mine", TestContext.Current.CancellationToken);

        Assert.Equal("samples.folder_taken", (await RefusedAsync(new SampleOptions(new DateOnly(2026, 3, 4), 0.01) { Replace = true })).Code);
        Assert.Single(Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public void Counts_grow_with_the_scale_for_every_weekday_on_which_it_is_made()
    {
        for (var shift = 0; shift < 7; shift++)
        {
            var timeline = new Timeline(new DateOnly(2026, 3, 2).AddDays(shift));
            var one = new Plan(timeline, 1);
            var ten = new Plan(timeline, 10);

            Assert.Equal(0, timeline.Start.DayNumber % 7);
            Assert.Equal((104 * 7) + (timeline.LastDay.DayNumber % 7) + 1, timeline.Days);
            Assert.InRange(one.OrdersBefore(timeline.Days), 75_000, 77_800);
            Assert.InRange(ten.OrdersBefore(timeline.Days), 750_000, 772_000);
            Assert.InRange(one.CustomersBy(timeline.Days - 1), 4_970, 5_000);
            Assert.Equal((500, 1581), (one.Products, ten.Products));
        }
    }

    [Fact]
    public void The_next_day_of_a_week_only_adds_a_day()
    {
        var tuesday = new Plan(new Timeline(new DateOnly(2026, 3, 3)), 0.1);
        var thursday = new Plan(new Timeline(new DateOnly(2026, 3, 5)), 0.1);

        Assert.Equal(tuesday.Timeline.Days + 2, thursday.Timeline.Days);
        Assert.All(Enumerable.Range(0, tuesday.Timeline.Days), day => Assert.Equal(
            (tuesday.OrdersBefore(day), tuesday.BrowsingSessions(day), tuesday.CustomersBy(day)),
            (thursday.OrdersBefore(day), thursday.BrowsingSessions(day), thursday.CustomersBy(day))));
    }

    private async Task<Fault> RefusedAsync(SampleOptions options) => (await Assert.ThrowsAsync<FaultException>(
        () => MaisonLumen.WriteProjectAsync(folder, options, null, TestContext.Current.CancellationToken))).Fault;

    private async Task<SortedDictionary<string, string>> HashesAsync(string name, DateOnly today, double scale)
    {
        var into = Path.Combine(folder, name);
        await MaisonLumen.WriteProjectAsync(into, new SampleOptions(today, scale), null, TestContext.Current.CancellationToken);
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(into, "*", SearchOption.AllDirectories))
        {
            hashes[Path.GetRelativePath(into, file)] = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(file)));
        }

        return hashes;
    }
}
