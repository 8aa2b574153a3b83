using Talentys.Kernel;
using Talentys.Lake.Commits;
using Talentys.Lake.Manifests;
using Talentys.Lake.Metadata;
using Talentys.Lake.Public;
using Talentys.Lake.Reading;
using Talentys.Lake.Stores;
using Talentys.Lake.Tables;

namespace Talentys.Lake.Tests.Writing;

public sealed class LayoutTests
{
    [Fact]
    public async Task Rows_are_kept_apart_by_partition_and_ordered_inside()
    {
        await using var host = await LakeHost.StartAsync();
        await host.Lake.CreateAsync(LakeHost.Scope, LakeHost.Orders, Design(["month(ts)", "country"], ["id desc"]), default);

        await host.AppendAsync("""
            select i as id, timestamptz '2024-01-15 00:00:00+00' + to_days(cast(i % 60 as int)) as ts,
              case when i % 3 = 0 then null else 'c' || i % 3 end as country, i * 1.5::decimal(9,2) as amount from range(3000) t(i)
            """);

        var files = await FilesAsync(host);
        Assert.Equal(9, files.Count);
        Assert.Equal([648, 649, 650], files.Select(file => (int)file.Partition[0]!).Distinct().Order());
        Assert.Equal(["", "c1", "c2"], files.Select(file => file.Partition[1] as string ?? "").Distinct().Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.Equal(1, file.SortOrderId));
        Assert.All(files, file => Assert.Equal(4, Assert.Single(file.SplitOffsets!)));
        foreach (var file in files)
        {
            var path = SqlText.Literal(LocalStore.ToPath(file.Path));
            var rows = await host.Connection.RowsAsync(
                $"select count(*), count(*) filter (id > former) from (select id, lag(id) over (order by file_row_number) as former from read_parquet({path}, file_row_number=true))", [], default);
            Assert.Equal((file.Rows, 0L), ((long)rows[0][0]!, (long)rows[0][1]!));
        }

        Assert.Equal("3000,4498500,1000", await host.TextAsync("select count(*), sum(id), count(*) filter (country is null) from $t"));
        Assert.Equal("9", (await host.TableAsync()).Version.Summary["changed-partition-count"]);
    }

    [Fact]
    public async Task A_partition_larger_than_a_file_becomes_several_in_order()
    {
        await using var host = await LakeHost.StartAsync();
        await host.Lake.CreateAsync(
            LakeHost.Scope, LakeHost.Orders,
            Design([], ["amount"]) with { Properties = new Dictionary<string, string> { ["write.target-file-size-bytes"] = "200000", ["write.parquet.row-group-size-bytes"] = "100000", ["write.parquet.compression-codec"] = "snappy" } },
            default);

        await host.AppendAsync("select i as id, null::timestamptz as ts, md5(i::varchar) as country, (hash(i) % 1000000)::decimal(9,2) as amount from range(40000) t(i)");

        var files = await FilesAsync(host);
        Assert.InRange(files.Count, 4, 30);
        Assert.All(files, file => Assert.InRange(file.Bytes, 1, 500_000));
        var paths = string.Join(", ", files.Select(file => SqlText.Literal(LocalStore.ToPath(file.Path))));
        var overlaps = await host.Connection.ScalarAsync<long>(
            $"select count(*) from (select min(amount) as low, lag(max(amount)) over (order by min(amount)) as before from read_parquet([{paths}], filename=true) group by filename) where low < before", [], default);
        Assert.Equal(0, overlaps);
        Assert.Equal("SNAPPY", await host.Connection.ScalarAsync<string>($"select distinct compression from parquet_metadata([{paths}])", [], default));
        Assert.Contains(files, file => file.SplitOffsets!.Count > 1);
        Assert.Equal("40000,40000", await host.TextAsync("select count(*), count(distinct country) from $t"));
    }

    [Fact]
    public async Task Values_of_every_type_are_partitions()
    {
        await using var host = await LakeHost.StartAsync();
        var columns = new[]
        {
            ("a", "BOOLEAN", "true"), ("b", "INT", "-7"), ("c", "BIGINT", "9223372036854775807"), ("d", "DECIMAL(38,4)", "'-1234567890123456789012345678901234.5678'"),
            ("e", "DATE", "'0044-03-15 (BC)'"), ("f", "TIME", "'23:59:59.999999'"), ("g", "TIMESTAMP", "'1969-12-31 23:59:59.999999'"),
            ("h", "TIMESTAMPTZ", "'2020-06-01 00:00:00+02'"), ("i", "TEXT", "'a/b=c é''\"'"), ("j", "UUID", "'f79c3e09-677c-4bbd-a479-3f349cb785e7'"),
            ("k", "BLOB", "'\\x00\\xFF'"), ("l", "DOUBLE", "1e-300"), ("m", "FLOAT", "0.1"),
        };
        await host.Lake.CreateAsync(
            LakeHost.Scope, LakeHost.Orders,
            new TableDesign { Columns = [.. columns.Select(column => new ColumnDesign(column.Item1, column.Item2))], Partitions = [.. columns.Select(column => column.Item1), "bucket(16, i)", "truncate(10, d)", "hour(g)"] },
            default);
        var values = string.Join(", ", columns.Select(column => $"cast({column.Item3} as {(column.Item2 == "TEXT" ? "VARCHAR" : column.Item2)}) as {column.Item1}"));
        var nulls = string.Join(", ", columns.Select(column => $"null as {column.Item1}"));

        await host.AppendAsync($"select {values} union all select {nulls} union all select {values}");

        var files = await FilesAsync(host);
        var full = Assert.Single(files, file => file.Rows == 2);
        Assert.All(Assert.Single(files, file => file.Rows == 1).Partition, Assert.Null);
        Assert.Equal(
            "True -7 9223372036854775807 -12345678901234567890123456789012345678 -735160 86399999999 -1 1590962400000000 a/b=c é'\" F79C3E09677C4BBDA4793F349CB785E7 00FF 1E-300 0.1",
            string.Join(' ', full.Partition.Take(13).Select(Shown)));
        Assert.Equal("-12345678901234567890123456789012345680 -1", $"{full.Partition[14]} {full.Partition[15]}");
        Assert.InRange((int)full.Partition[13]!, 0, 15);
        Assert.Equal("2,1", await host.TextAsync("select count(*) filter (d < 0 and k = '\\x00\\xFF'::blob), count(*) filter (a is null) from $t"));
    }

    [Fact]
    public async Task Manifests_tell_of_columns_what_properties_ask()
    {
        await using var host = await LakeHost.StartAsync();
        await host.Lake.CreateAsync(
            LakeHost.Scope, LakeHost.Orders,
            Design([], []) with
            {
                Properties = new Dictionary<string, string>
                {
                    ["write.metadata.metrics.default"] = "counts",
                    ["write.metadata.metrics.column.country"] = "truncate(3)",
                    ["write.metadata.metrics.column.amount"] = "none",
                },
            },
            default);
        await host.AppendAsync("select 1 as id, null::timestamptz as ts, 'abcdef' as country, 1.5::decimal(9,2) as amount");
        var file = Assert.Single(await FilesAsync(host));
        Assert.Equal([3], file.LowerBounds!.Keys);
        Assert.Equal("abd", System.Text.Encoding.UTF8.GetString(file.UpperBounds![3]));
        Assert.Equal([1, 2, 3], file.ValueCounts!.Keys.Order());
        Assert.Equal([1, 2, 3, 4], file.ColumnSizes!.Keys.Order());
    }

    [Fact]
    public async Task New_partitions_are_for_new_rows_and_a_column_they_need_stays()
    {
        await using var host = await LakeHost.StartAsync();
        await host.AppendAsync("select 1 as id, 'a' as kind");
        await host.Lake.AlterAsync(LakeHost.Scope, LakeHost.Orders, new TableAlteration { Partitions = ["kind"], Sort = ["id"] }, default);
        await host.AppendAsync("select i as id, 'k' || i % 2 as kind from range(4) t(i)");
        var files = await FilesAsync(host);
        Assert.Equal([0, 1, 1], files.Select(file => file.SpecId).Order());
        Assert.Equal("5,7", await host.TextAsync("select count(*), sum(id) from $t"));

        var refused = await Assert.ThrowsAsync<FaultException>(() => host.ReplaceAsync("select 1 as id"));
        Assert.Equal(("lake.schema_conflict", "kind"), (refused.Fault.Code, refused.Fault.Place));
        refused = await Assert.ThrowsAsync<FaultException>(() => host.Lake.AlterAsync(
            LakeHost.Scope, LakeHost.Orders, new TableAlteration { Columns = [new ColumnChange.Drop("kind")] }, default));
        Assert.Equal("lake.schema_conflict", refused.Fault.Code);

        await host.Lake.AlterAsync(
            LakeHost.Scope, LakeHost.Orders,
            new TableAlteration { Partitions = [], Columns = [new ColumnChange.Drop("kind"), new ColumnChange.Rename("id", "number"), new ColumnChange.Add("extra", "bigint"), new ColumnChange.Widen("number", "bigint"), new ColumnChange.Move("extra", null)] },
            default);
        await host.AppendAsync("select 10 as number, 5 as extra");
        Assert.Equal("6,17,5", await host.TextAsync("select count(*), sum(number), sum(extra) from $t"));
        Assert.Equal(["extra", "number"], (await host.TableAsync()).Columns.Select(column => column.Name));
    }

    [Fact]
    public async Task Partition_fields_have_the_names_that_other_engines_give_and_each_its_own()
    {
        await using var host = await LakeHost.StartAsync();
        await host.Lake.CreateAsync(
            LakeHost.Scope, LakeHost.Orders,
            new TableDesign { Columns = [new ColumnDesign("id", "BIGINT"), new ColumnDesign("code", "TEXT")], Partitions = ["bucket(4, id)", "truncate(2, code)"] }, default);
        foreach (var partitions in new[] { new[] { "bucket(8, id)", "truncate(2, code)" }, ["bucket(4, id)", "code", "truncate(3, code)"], ["bucket(4, id)", "truncate(2, code)"], ["bucket(8, id)", "bucket(16, id)"] })
        {
            await host.Lake.AlterAsync(LakeHost.Scope, LakeHost.Orders, new TableAlteration { Partitions = partitions }, default);
        }

        var row = (await host.Get<TableStore>().FindAsync(LakeHost.Scope, LakeHost.Orders, default))!;
        var metadata = (await host.Get<Committer>().LoadAsync(row, default)).Metadata!;
        Assert.Equal(
            ["id_bucket,code_trunc", "id_bucket_8,code_trunc", "id_bucket,code,code_trunc_3", "id_bucket_8,id_bucket_16"],
            metadata.PartitionSpecs.Skip(1).Select(spec => string.Join(',', spec.Fields.Select(field => field.Name))));
        Assert.All(metadata.PartitionSpecs.SelectMany(spec => spec.Fields).GroupBy(field => field.Name), named => Assert.Single(named.Select(field => field.FieldId).Distinct()));
    }

    [Theory]
    [InlineData("week(ts)")]
    [InlineData("day(country)")]
    [InlineData("bucket(id)")]
    [InlineData("nothing")]
    [InlineData("truncate(3, amount) x")]
    public async Task A_partition_that_cannot_be_is_refused_by_name(string partition)
    {
        await using var host = await LakeHost.StartAsync();
        var refused = await Assert.ThrowsAsync<FaultException>(() => host.Lake.CreateAsync(LakeHost.Scope, LakeHost.Orders, Design([partition], []), default));
        Assert.Equal(("lake.partition_refused", partition), (refused.Fault.Code, refused.Fault.Place));
        Assert.Null(await host.Lake.FindAsync(LakeHost.Scope, LakeHost.Orders, TableAt.Current, default));
    }

    [Fact]
    public async Task A_table_is_made_once_and_a_required_column_is_never_null()
    {
        await using var host = await LakeHost.StartAsync();
        var design = Design([], []) with { Columns = [new ColumnDesign("id", "BIGINT", Required: true), new ColumnDesign("name", "TEXT")] };
        var table = await host.Lake.CreateAsync(LakeHost.Scope, LakeHost.Orders, design, default);
        Assert.Equal((0, 2), (table.Version.Number, table.Columns.Count));
        Assert.Equal("0", await host.TextAsync("select count(*) from $t"));
        Assert.Equal("lake.table_exists", (await Assert.ThrowsAsync<FaultException>(() => host.Lake.CreateAsync(LakeHost.Scope, LakeHost.Orders, design, default))).Fault.Code);
        Assert.Equal("lake.null_refused", (await Assert.ThrowsAsync<FaultException>(() => host.AppendAsync("select null::bigint as id, 'a' as name"))).Fault.Code);
        Assert.Equal("lake.null_refused", (await Assert.ThrowsAsync<FaultException>(() => host.AppendAsync("select 'a' as name"))).Fault.Code);
        await host.AppendAsync("select 1 as id");
        Assert.Equal("1,null", await host.TextAsync("select * from $t"));
    }

    private static TableDesign Design(string[] partitions, string[] sort) => new()
    {
        Columns = [new("id", "BIGINT"), new("ts", "TIMESTAMPTZ"), new("country", "VARCHAR"), new("amount", "NUMERIC(9,2)")],
        Partitions = partitions,
        Sort = sort,
    };

    private static string Shown(object? value) =>
        value is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!;

    private static async Task<IReadOnlyList<ContentFile>> FilesAsync(LakeHost host)
    {
        var row = await host.Get<TableStore>().FindAsync(LakeHost.Scope, LakeHost.Orders, default);
        var place = host.Get<TablePlaces>().Of(row!);
        var files = host.Get<TableFiles>();
        TableMetadata metadata = await files.MetadataAsync(place.MetadataFile(row!.MetadataFile!), default);
        var found = new List<ContentFile>();
        foreach (var manifest in await files.ManifestsAsync(place, metadata.CurrentSnapshot!, default))
        {
            found.AddRange((await files.ContentAsync(place, manifest, default)).Entries.Where(entry => entry.Status != EntryStatus.Deleted).Select(entry => entry.File));
        }

        return found;
    }
}
