using Talentys.Contracts;
using Talentys.Lake.Commits;
using Talentys.Lake.Partitions;
using Talentys.Lake.Tables;

namespace Talentys.Lake.Tests.Tables;

public sealed class TableTraitsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Partitions_order_properties_and_place_are_told_as_people_write_them()
    {
        await using var host = await LakeHost.StartAsync();
        await host.AppendAsync("select 1::bigint as id, timestamp '2026-01-01' as ts, {'country of birth': 'fr'} as person");
        var row = (await host.Get<TableStore>().FindAsync(LakeHost.Scope, LakeHost.Orders, Token))!;
        await host.Get<Committer>().PublishAsync(
            new TableChange
            {
                TableId = row.Id,
                WriteId = "w",
                Build = (target, _, _) =>
                {
                    var builder = new MetadataBuilder(target.Metadata!);
                    var country = builder.Current.CurrentSchema.Leaves().Single(leaf => leaf.Path[^1] == "country of birth").Id;
                    builder.SetDefaultSpec(builder.AddSpec(
                    [
                        new PartitionField(2, 1000, "ts_day", new Transform.Time(TimeUnit.Day)), new PartitionField(1, 1001, "id_bucket", new Transform.Bucket(16)),
                        new PartitionField(country, 1002, "country", new Transform.Identity()), new PartitionField(1, 1003, "old", new Transform.Void()),
                    ]));
                    builder.SetDefaultSortOrder(builder.AddSortOrder(
                        [new SortField(2, new Transform.Identity(), Descending: true, NullsFirst: false), new SortField(1, new Transform.Truncate(10), false, NullsFirst: false)]));
                    builder.SetProperties(new Dictionary<string, string> { ["history.expire.min-snapshots-to-keep"] = "3", ["talentys.own"] = "x" });
                    return Task.FromResult(new TableDraft(builder, [], null));
                },
            },
            Token);

        var told = await TellAsync(host, tellsPlace: true);
        Assert.Equal(["day(ts)", "bucket(16, id)", "person.\"country of birth\""], told.Partitions);
        Assert.Equal(["ts desc", "truncate(10, id) nulls last"], told.Sort);
        Assert.Equal("3", told.Properties["history.expire.min-snapshots-to-keep"]);
        Assert.DoesNotContain(told.Properties.Keys, key => key.StartsWith("talentys.", StringComparison.Ordinal));
        Assert.Equal((await host.TableAsync()).Location, told.Location);
        Assert.False(told.Foreign);
        Assert.Null((await TellAsync(host, tellsPlace: false)).Location);
    }

    private static async Task<TableDetail> TellAsync(LakeHost host, bool tellsPlace) => await host.Get<TableTraits>().CompleteAsync(
        LakeHost.Scope, LakeHost.Orders, TableEndpoints.DetailOf(await host.TableAsync()), tellsPlace, Token);
}
