using CsCheck;
using Talentys.Lake.Maintenance;
using Talentys.Lake.Metadata;

namespace Talentys.Lake.Tests.Maintenance;

public sealed class ExpiryTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Old_versions_go_and_the_newest_stay_whatever_their_age()
    {
        var decision = Expiry.Decide(Table([40, 30, 20, 10, 9]), Rules(days: 15, kept: 3), Now);
        Assert.Equal([1, 2], decision.Snapshots.Select(snapshot => snapshot.SnapshotId));
        Assert.Empty(Expiry.Decide(Table([400]), Rules(days: 1, kept: 1), Now).Snapshots);
    }

    [Fact]
    public void Tags_and_branches_keep_what_they_name_by_their_own_rules()
    {
        var table = Table([40, 30, 20, 10], new()
        {
            ["year-end"] = new SnapshotReference { SnapshotId = 1, Type = SnapshotReference.Tag },
            ["test"] = new SnapshotReference { SnapshotId = 3, Type = SnapshotReference.Branch, MinSnapshotsToKeep = 2, MaxSnapshotAgeMs = 1 },
            ["old"] = new SnapshotReference { SnapshotId = 2, Type = SnapshotReference.Tag, MaxRefAgeMs = (long)TimeSpan.FromDays(5).TotalMilliseconds },
        });
        var decision = Expiry.Decide(table, Rules(days: 1, kept: 1), Now);
        Assert.Empty(decision.Snapshots); // 1 by its tag, 3 and 2 by the branch, 4 is current
        Assert.Equal(["old"], decision.References);
    }

    [Fact]
    public void A_version_that_statements_may_still_read_stays()
    {
        var table = Table([40, 30, 0.01]);
        var rules = Rules(days: 1, kept: 1) with { ReaderGrace = TimeSpan.FromHours(1) };
        Assert.Equal([1], Expiry.Decide(table, rules, Now).Snapshots.Select(snapshot => snapshot.SnapshotId));
    }

    [Fact]
    public void The_newest_version_with_the_state_of_a_source_stays()
    {
        var table = Table([40, 30, 20, 10]);
        table = table with
        {
            Snapshots = [.. table.Snapshots.Select(snapshot => snapshot.SnapshotId is 1 or 2
                ? snapshot with { Summary = new Dictionary<string, string>(snapshot.Summary) { [Lake.Public.SnapshotKeys.SyncState] = "{}" } }
                : snapshot)],
        };
        Assert.Equal([1, 3], Expiry.Decide(table, Rules(days: 1, kept: 1), Now).Snapshots.Select(snapshot => snapshot.SnapshotId));
    }

    [Fact]
    public void For_ever_as_engines_write_it_is_no_age_that_overflows()
    {
        var rules = ExpiryRules.Of(
            Table([1]) with { Properties = new Dictionary<string, string> { ["history.expire.max-snapshot-age-ms"] = long.MaxValue.ToString(System.Globalization.CultureInfo.InvariantCulture) } },
            new MaintenanceOptions());
        Assert.Empty(Expiry.Decide(Table([9_000, 8_000]), rules with { MinKept = 1 }, Now).Snapshots);
    }

    [Fact]
    public void Whatever_the_history_the_current_version_and_those_of_references_stay()
    {
        var cases = from ages in Gen.Double[0, 100].Array[1, 12]
                    from tags in Gen.Int[0, 11].Array[0, 3]
                    from days in Gen.Int[0, 60]
                    from kept in Gen.Int[1, 5]
                    select (ages, tags, days, kept);
        cases.Sample(
            one =>
            {
                var ages = one.ages.OrderDescending().ToArray();
                var named = one.tags.Where(tag => tag < ages.Length).Distinct()
                    .ToDictionary(tag => $"t{tag}", tag => new SnapshotReference { SnapshotId = tag + 1, Type = SnapshotReference.Tag });
                var table = Table(ages, named);
                var gone = Expiry.Decide(table, Rules(one.days, one.kept), Now).Snapshots.Select(snapshot => snapshot.SnapshotId).ToHashSet();
                var left = table.Snapshots.Count - gone.Count;
                return !gone.Contains(table.CurrentSnapshotId!.Value)
                    && !named.Values.Any(reference => gone.Contains(reference.SnapshotId))
                    && left >= Math.Min(one.kept, table.Snapshots.Count)
                    && table.Snapshots.Where(snapshot => gone.Contains(snapshot.SnapshotId))
                        .All(snapshot => Now.ToUnixTimeMilliseconds() - snapshot.TimestampMs > TimeSpan.FromDays(one.days).TotalMilliseconds);
            },
            iter: 2_000);
    }

    private static ExpiryRules Rules(int days, int kept) => new(TimeSpan.FromDays(days), kept, null, TimeSpan.Zero);

    /// <summary>A table whose versions 1, 2, ... have these ages in days.</summary>
    private static TableMetadata Table(double[] ages, Dictionary<string, SnapshotReference>? named = null)
    {
        var snapshots = ages.Select((age, i) => new Snapshot
        {
            SnapshotId = i + 1,
            ParentSnapshotId = i == 0 ? null : i,
            SequenceNumber = i + 1,
            TimestampMs = Now.AddDays(-age).ToUnixTimeMilliseconds(),
            ManifestList = $"file:///t/metadata/{i}.avro",
            Summary = new Dictionary<string, string> { ["operation"] = "append" },
        }).ToList();
        return new TableMetadata
        {
            FormatVersion = 2,
            TableUuid = Guid.NewGuid().ToString(),
            Location = "file:///t",
            LastSequenceNumber = ages.Length,
            LastUpdatedMs = 0,
            LastColumnId = 0,
            Schemas = [],
            CurrentSchemaId = 0,
            PartitionSpecs = [],
            DefaultSpecId = 0,
            LastPartitionId = 999,
            SortOrders = [],
            DefaultSortOrderId = 0,
            CurrentSnapshotId = ages.Length,
            Snapshots = snapshots,
            SnapshotLog = [.. snapshots.Select(snapshot => new SnapshotLogEntry(snapshot.TimestampMs, snapshot.SnapshotId))],
            Refs = new Dictionary<string, SnapshotReference>(named ?? [])
            {
                [SnapshotReference.Main] = new SnapshotReference { SnapshotId = ages.Length, Type = SnapshotReference.Branch },
            },
        };
    }
}
