using Talentys.Kernel;
using Talentys.Lake.Manifests;
using Talentys.Lake.Partitions;
using Talentys.Lake.Planning;
using Talentys.Lake.Stores;
using Talentys.Lake.Tables;
using Talentys.Lake.Types;

namespace Talentys.Lake.Tests.Planning;

public sealed class ManifestIndexTests
{
    private const int Files = 600;

    private static readonly IcebergSchema Schema = new(3, [new NestedField(1, "day", false, new IcebergType.Primitive(PrimitiveKind.Date)), new NestedField(2, "name", false, new IcebergType.Primitive(PrimitiveKind.String))]);
    private static readonly PartitionSpec Spec = new(1, [new PartitionField(1, 1000, "day", new Transform.Identity())]);

    [Fact]
    public async Task What_a_manifest_tells_is_kept_on_disk_and_made_again_when_it_is_damaged()
    {
        await using var host = await LakeHost.StartAsync();
        var place = new TablePlace(LocalStore.ToLocation(Path.Combine(host.Root, "t")));
        var manifest = await WriteAsync(host, place);
        var folder = Path.Combine(host.Get<PlatformFolders>().Cache, "manifests");

        Check(await host.Get<ManifestIndexes>().FindAsync(place, manifest, default));
        var file = Assert.Single(Directory.GetFiles(folder));
        var whole = await File.ReadAllBytesAsync(file);

        // another process finds the file, and needs no manifest any more
        await using (var another = host.Another())
        {
            var location = LocalStore.ToPath(place.Resolve(manifest.Path));
            File.Move(location, location + ".away");
            Check(await Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<ManifestIndexes>(another).FindAsync(place, manifest, default));
            File.Move(location + ".away", location);
        }

        foreach (var at in new[] { 3, 30, whole.Length - 5 })
        {
            var damaged = whole.ToArray();
            damaged[at] ^= 0x5A;
            await File.WriteAllBytesAsync(file, damaged);
            await using var another = host.Another();
            var indexes = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<ManifestIndexes>(another);
            try
            {
                Check(await indexes.FindAsync(place, manifest, default));
            }
            catch (InvalidDataException)
            {
                Check(await indexes.AgainAsync(place, manifest, default));
            }

            Assert.Equal(whole, await File.ReadAllBytesAsync(file));
        }
    }

    [Fact]
    public async Task Indexes_that_nobody_asks_for_do_not_pile_up()
    {
        await using var host = await LakeHost.StartAsync(configure: options => options.IndexBytes = 1_000_000);
        var place = new TablePlace(LocalStore.ToLocation(Path.Combine(host.Root, "t")));
        var manifest = await WriteAsync(host, place);
        await host.Get<ManifestIndexes>().FindAsync(place, manifest, default);
        var folder = host.Get<PlatformFolders>().Indexes;
        var used = Assert.Single(Directory.GetFiles(folder));
        File.SetLastWriteTimeUtc(used, host.Clock.GetUtcNow().UtcDateTime);
        Make("young.index", TimeSpan.FromDays(6), 100);
        Make("half.index.0123", TimeSpan.FromMinutes(50), 100);
        string[] gone =
        [
            Make("old.index", TimeSpan.FromDays(8), 100), // nobody asked for it in a week
            Make("large.index", TimeSpan.FromDays(6.5), 1_000_000), // takes more than the room that is left by those that are younger
            Make("left.index.4567", TimeSpan.FromHours(2), 100), // of a process that was killed
        ];

        await Microsoft.Extensions.DependencyInjection.ActivatorUtilities.CreateInstance<LakeSweeper>(host.Get<IServiceProvider>(), new Tables.NoLifetime()).SweepAsync(default);

        Assert.All(gone, file => Assert.False(File.Exists(file), file));
        Assert.Equal(3, Directory.GetFiles(folder).Length);

        host.Get<ManifestIndexes>().Forget([place.Resolve(manifest.Path)]);
        Assert.False(File.Exists(used));

        string Make(string name, TimeSpan age, int length)
        {
            var path = Path.Combine(folder, name);
            File.WriteAllBytes(path, new byte[length]);
            File.SetLastWriteTimeUtc(path, (host.Clock.GetUtcNow() - age).UtcDateTime);
            return path;
        }
    }

    [Theory]
    [InlineData(new long[] { })]
    [InlineData(new long[] { 7, 7, 7 })]
    [InlineData(new long[] { -1, 0, 254 })]
    [InlineData(new long[] { -1, 70000, 3 })]
    [InlineData(new long[] { 0, 5_000_000_000 })]
    [InlineData(new long[] { long.MinValue, long.MaxValue, 0 })]
    public void Numbers_take_as_little_room_as_their_range_needs(long[] numbers)
    {
        var packed = new PackedNumbers(PackedNumbers.Pack(numbers), numbers.Length);

        Assert.Equal(numbers, Enumerable.Range(0, numbers.Length).Select(i => packed[i]));
    }

    private static async Task<ManifestFile> WriteAsync(LakeHost host, TablePlace place)
    {
        var entries = Enumerable.Range(0, Files).Select(i => new ManifestEntry(
            i % 10 == 9 ? EntryStatus.Deleted : i % 2 == 0 ? EntryStatus.Added : EntryStatus.Existing, 5, i % 2 == 0 ? null : 2, i % 2 == 0 ? null : 2,
            new ContentFile
            {
                Path = $"{place.Data}/é{i}.parquet",
                Rows = i * 1000L,
                Bytes = 5_000_000_000 + i,
                SpecId = 1,
                Partition = [i % 7 == 0 ? null : i % 5],
                ColumnSizes = i % 3 == 0 ? null : new Dictionary<int, long> { [1] = 4, [2] = 9 },
                NullCounts = new Dictionary<int, long> { [2] = i % 4 },
                LowerBounds = i % 6 == 0 ? null : new Dictionary<int, byte[]> { [2] = System.Text.Encoding.UTF8.GetBytes($"n{i}") },
            })).ToList();
        var content = ManifestContent.Of(Schema, Spec, entries) with { Physical = true };
        var bytes = content.Write();
        var location = $"{place.Metadata}/m.avro";
        await host.Get<IObjectStore>().CreateAsync(location, bytes, default);
        return content.Describe(location, bytes.Length, 5, 8);
    }

    private static void Check(ManifestIndex index)
    {
        var kept = Enumerable.Range(0, Files).Where(i => i % 10 != 9).ToList();
        Assert.Equal(kept.Count, index.Count);
        Assert.Equal(3, index.Head.SchemaId);
        Assert.True(index.Head.Physical);
        var (row, column) = (0, index.Column(2));
        foreach (var (file, sequence) in index.Files([.. Enumerable.Range(0, index.Count)]))
        {
            var i = kept[row];
            Assert.EndsWith($"/data/é{i}.parquet", file.Path, StringComparison.Ordinal);
            Assert.Equal((i * 1000L, 5_000_000_000 + i, i % 2 == 0 ? 8 : 2), (file.Rows, file.Bytes, sequence));
            Assert.Equal(i % 7 == 0 ? null : i % 5, file.Partition[0]);
            Assert.Equal(i % 3 == 0 ? null : "1 2", file.ColumnSizes is null ? null : string.Join(' ', file.ColumnSizes.Keys.Order()));
            Assert.Equal(i % 4, column.NullsOf(row));
            Assert.Equal(i % 6 == 0 ? null : $"n{i}", column.LowerOf(row) is { } bound ? System.Text.Encoding.UTF8.GetString(bound) : null);
            Assert.Null(column.UpperOf(row));
            row++;
        }
    }
}
