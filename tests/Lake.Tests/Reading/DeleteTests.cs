using Talentys.Lake.Manifests;
using Talentys.Lake.Partitions;
using Talentys.Lake.Types;
using static Talentys.Lake.Tests.Reading.ForeignTable;

namespace Talentys.Lake.Tests.Reading;

public sealed class DeleteTests
{
    private static readonly IcebergType.Primitive Int = Of(PrimitiveKind.Int);
    private static readonly IcebergType.Primitive Long = Of(PrimitiveKind.Long);
    private static readonly IcebergType.Primitive Text = Of(PrimitiveKind.String);
    private static readonly IReadOnlyList<NestedField> Id = [Field(1, "id", Int)];

    [Theory]
    [InlineData(2)]
    [InlineData(20)]
    public async Task Position_deletes_take_rows_of_files_of_their_age_or_older_however_they_spell_the_path(int files)
    {
        await using var host = await LakeHost.StartAsync();
        var table = new ForeignTable(host, Id);
        var names = new List<string>();
        for (var i = 0; i < files; i++)
        {
            names.Add(await table.AddAsync(2, $"select i::int as id from range({i * 10}, {(i * 10) + 10}) t(i) order by i", Id));
        }

        // row 0 of every file, in all spellings; the older delete file is about rows that are younger than it
        string[] places = [table.Location, table.Location.Replace("s3a:", "s3:", StringComparison.Ordinal), table.Folder, $"file:{table.Folder}", $"file://{table.Folder}"];
        await table.AddPositionsAsync(2, [.. names.Select((name, i) => ($"{places[i % places.Length]}/data/{name}", 0L))]);
        await table.AddPositionsAsync(1, ($"{table.Location}/data/{names[0]}", 5));
        await table.AddPositionsAsync(3, ($"{table.Location}/data/{names[1]}", 9), ($"{table.Location}/data/gone.parquet", 9), ("s3://other/data/x.parquet", 1));
        Assert.Equal($"{(files * 9) - 1},true,true", (await table.ReadAsync(
            "select count(*), count(*) filter (id % 10 = 0) = 0, count(*) filter (id in (5, 19)) = 1 from $t")).ToLowerInvariant());
        Assert.Equal("5", await host.TextAsync("select id from $t where id between 5 and 5"));
    }

    [Fact]
    public async Task Position_deletes_that_tell_their_data_file_are_not_opened_for_planning()
    {
        await using var host = await LakeHost.StartAsync();
        var table = new ForeignTable(host, Id);
        var name = await table.AddAsync(1, "select unnest([1, 2, 3])::int as id", Id);
        var bound = System.Text.Encoding.UTF8.GetBytes($"{table.Location}/data/{name}");
        await table.AddAsync(2, $"select '{table.Location}/data/{name}' as file_path, 1::bigint as pos", null, new ContentFile
        {
            Path = "",
            Rows = 0,
            Bytes = 1,
            Content = FileContent.PositionDeletes,
            ReferencedDataFile = $"{table.Location}/data/{name}",
        });
        await table.AddAsync(2, $"select '{table.Location}/data/{name}' as file_path, 2::bigint as pos, {{'id': 3}} as \"row\"", null, new ContentFile
        {
            Path = "",
            Rows = 0,
            Bytes = 1,
            Content = FileContent.PositionDeletes,
            LowerBounds = new Dictionary<int, byte[]> { [2147483546] = bound },
            UpperBounds = new Dictionary<int, byte[]> { [2147483546] = bound },
        });
        Assert.Equal("1", await table.ReadAsync());
    }

    [Fact]
    public async Task Position_deletes_of_another_partition_do_not_apply()
    {
        await using var host = await LakeHost.StartAsync();
        var table = new ForeignTable(host, Id);
        table.Specs.Add(new PartitionSpec(1, [new PartitionField(1, 1000, "id_bucket", new Transform.Bucket(2))]));
        var name = await table.AddAsync(1, "select unnest([1, 2, 3])::int as id", Id, 1, 0);
        await table.AddPositionsAsync(1, 1, [1], ($"{table.Location}/data/{name}", 0));
        await table.AddPositionsAsync(1, 1, [0], ($"{table.Location}/data/{name}", 1));
        await table.AddPositionsAsync(1, ($"{table.Location}/data/{name}", 2));
        Assert.Equal("1", await table.ReadAsync());
    }

    [Fact]
    public async Task Equality_deletes_take_rows_of_older_files_of_their_partition_and_everywhere_without_partitions()
    {
        await using var host = await LakeHost.StartAsync();
        IReadOnlyList<NestedField> schema = [Field(1, "part", Int), Field(2, "id", Int), Field(3, "name", Text)];
        var table = new ForeignTable(host, schema);
        table.Specs.Add(new PartitionSpec(1, [new PartitionField(1, 1000, "part", new Transform.Identity())]));
        foreach (var (sequence, part) in new[] { (1, 0), (1, 1), (3, 0) })
        {
            await table.AddAsync(sequence, $"select {part} as part, unnest([1, 2, 3, null])::int as id, 'n{sequence}' as name", schema, 1, part);
        }

        await table.AddEqualitiesAsync(3, "select unnest([1, null])::int as id", [schema[1]], [2], 1, 0);
        await table.AddEqualitiesAsync(4, "select 2::int as id, 'n3' as name union all select 3::int, 'n1'", [schema[1], schema[2]], [3, 2]);
        Assert.Equal("0,2,n1; 0,1,n3; 0,3,n3; 0,null,n3; 1,1,n1; 1,2,n1; 1,null,n1", await table.ReadAsync("select * from $t order by part, name, id nulls last"));
        Assert.Equal("n1,4; n3,3", await host.TextAsync("select name, count(*) from $t group by all order by all"));
    }

    [Fact]
    public async Task Equality_deletes_compare_fields_by_id_also_dropped_renamed_widened_and_nested_ones()
    {
        await using var host = await LakeHost.StartAsync();
        IReadOnlyList<NestedField> old = [Field(1, "a", Int), Field(2, "dropped", Text), Field(3, "s", new IcebergType.Struct([Field(4, "k", Int), Field(5, "v", Text)]))];
        var table = new ForeignTable(host, old, [Field(1, "renamed", Long), Field(6, "added", Int), Field(3, "s", new IcebergType.Struct([Field(4, "kk", Long), Field(5, "v", Text)]))]);
        await table.AddAsync(1, "select i::int as a, 'd' || i as dropped, {'k': i::int, 'v': 'v'} as s from range(8) t(i)", old);
        await table.AddEqualitiesAsync(2, "select 1::bigint as renamed", [Field(1, "renamed", Long)], [1]);
        await table.AddEqualitiesAsync(2, "select 2::int as a", [Field(1, "a", Int)], [1]);
        await table.AddEqualitiesAsync(3, "select 'd3' as dropped", [old[1]], [2]);
        await table.AddEqualitiesAsync(3, "select {'kk': 4::bigint} as s", [Field(3, "s", new IcebergType.Struct([Field(4, "kk", Long)]))], [4]);
        await table.AddEqualitiesAsync(3, "select 5::int as added", [Field(6, "added", Int)], [6]);
        Assert.Equal("0; 5; 6; 7", await table.ReadAsync("select renamed from $t order by all"));
    }

    [Fact]
    public async Task Equality_deletes_tell_zero_from_its_negative_and_find_nan_and_null()
    {
        await using var host = await LakeHost.StartAsync();
        IReadOnlyList<NestedField> schema = [Field(1, "f", Of(PrimitiveKind.Double))];
        var table = new ForeignTable(host, schema);
        await table.AddAsync(1, "select unnest(['0', '-0', 'nan', '1.5', '2.5', null])::double as f", schema);
        await table.AddEqualitiesAsync(2, "select unnest(['-0', 'nan', '1.5', null])::double as f", schema, [1]);
        Assert.Equal("0; 2.5", await table.ReadAsync("select f::varchar::double from $t order by f"));
        Assert.Equal("False; False", await host.TextAsync("select signbit(f) from $t"));
    }

    [Fact]
    public async Task Both_kinds_of_deletes_apply_together_also_to_files_of_older_schemas()
    {
        await using var host = await LakeHost.StartAsync();
        IReadOnlyList<NestedField> now = [Field(2, "name", Text), Field(1, "id", Long)];
        var table = new ForeignTable(host, Id, now);
        var first = await table.AddAsync(1, "select i::int as id from range(5) t(i)", Id);
        var second = await table.AddAsync(2, "select 'n' || i as name, i as id from range(5, 10) t(i)", now);
        await table.AddAsync(4, "select 'young' as name, 0::bigint as id", now);
        await table.AddPositionsAsync(3, ($"{table.Location}/data/{first}", 1), ($"{table.Location}/data/{second}", 1));
        await table.AddEqualitiesAsync(3, "select 8::bigint as id union all select 0", [now[1]], [1]);
        Assert.Equal("0,young; 2,null; 3,null; 4,null; 5,n5; 7,n7; 9,n9", await table.ReadAsync("select id, name from $t order by id"));
    }

    [Fact]
    public async Task Broken_deletes_are_told()
    {
        await using var host = await LakeHost.StartAsync();
        var unknown = new ForeignTable(host, Id);
        await unknown.AddAsync(1, "select 1 as id", Id);
        await unknown.AddEqualitiesAsync(2, "select 1 as x", [Field(99, "x", Int)], [99]);
        Assert.Equal("lake.metadata_broken", await unknown.FaultAsync());
        var clash = new ForeignTable(host, [Field(1, "file_row_number", Int)]);
        var name = await clash.AddAsync(1, "select 1 as file_row_number", clash.Schemas[0].Fields);
        await clash.AddPositionsAsync(2, ($"{clash.Location}/data/{name}", 0));
        Assert.Equal("lake.column_clash", await clash.FaultAsync());
    }
}
