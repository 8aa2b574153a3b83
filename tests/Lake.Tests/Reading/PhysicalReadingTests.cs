using Talentys.Lake.Manifests;
using Talentys.Lake.Metadata;
using Talentys.Lake.Partitions;
using Talentys.Lake.Reading;
using Talentys.Lake.Types;
using static Talentys.Lake.Tests.Reading.ForeignTable;

namespace Talentys.Lake.Tests.Reading;

public sealed class PhysicalReadingTests
{
    private static readonly IcebergType.Primitive Int = Of(PrimitiveKind.Int);
    private static readonly IcebergType.Primitive Long = Of(PrimitiveKind.Long);
    private static readonly IcebergType.Primitive Text = Of(PrimitiveKind.String);

    [Fact]
    public async Task Nested_fields_are_found_by_id_whatever_became_of_their_names_types_and_order()
    {
        await using var host = await LakeHost.StartAsync();
        IReadOnlyList<NestedField> old =
        [
            Field(1, "s", new IcebergType.Struct([Field(2, "a", Int), Field(3, "b", Text), Field(4, "gone", Int)])),
            Field(5, "l", new IcebergType.List(6, new IcebergType.Struct([Field(7, "x", Int), Field(8, "y", Int)]))),
            Field(9, "m", new IcebergType.Map(10, Text, 11, new IcebergType.Struct([Field(12, "v", Of(PrimitiveKind.Float))]))),
        ];
        IReadOnlyList<NestedField> now =
        [
            Field(9, "M", new IcebergType.Map(10, Text, 11, new IcebergType.Struct([Field(14, "w", Text), Field(12, "value", Of(PrimitiveKind.Double))]))),
            Field(1, "s", new IcebergType.Struct([Field(3, "a", Text), Field(2, "b", Long), Field(13, "gone", Int)])),
            Field(5, "l", new IcebergType.List(6, new IcebergType.Struct([Field(8, "x", Long)]))),
        ];
        var table = new ForeignTable(host, old, now);
        await table.AddAsync(
            1,
            """
            select {'a': 1::int, 'b': 'one', 'gone': 9::int} as s, [{'x': 1::int, 'y': 2::int}, null] as l, map {'k': {'v': 0.5::float}} as m
            union all select null, null, null
            union all select {'a': null::int, 'b': null, 'gone': null::int}, [], map {}
            """,
            old);
        await table.AddAsync(
            2, "select map {'k': {'w': 'new', 'value': 1.5::double}} as \"M\", {'a': 'two', 'b': 2::bigint, 'gone': 3::int} as s, [{'x': 4::bigint}] as l", now);
        Assert.Equal(
            """
            {k:{w:null,value:0.5}},{a:one,b:1,gone:null},[{x:2},null]; {k:{w:new,value:1.5}},{a:two,b:2,gone:3},[{x:4}]; {},{a:null,b:null,gone:null},[]; null,null,null
            """.Trim(),
            await table.ReadAsync("select * from $t order by s.a nulls last, s is null"));
        Assert.Equal("1,3", await host.TextAsync("select count(*) filter (s is null), count(s) from $t"));
    }

    [Theory]
    [InlineData("'t'::json", nameof(PrimitiveKind.String), "\"t\"", "'\"t\"'::json")]
    [InlineData("'text'::blob", nameof(PrimitiveKind.String), "text")]
    [InlineData("'text'", nameof(PrimitiveKind.Binary), "74657874")]
    [InlineData("7::tinyint", nameof(PrimitiveKind.Int), "7")]
    [InlineData("7::utinyint", nameof(PrimitiveKind.Long), "7")]
    [InlineData("1.5::float", nameof(PrimitiveKind.Double), "1.5")]
    [InlineData("1.5::decimal(3,1)", nameof(PrimitiveKind.Decimal), "1.5")]
    [InlineData("unhex('000102030405060708090a0b0c0d0e0f')", nameof(PrimitiveKind.Uuid), "00010203-0405-0607-0809-0a0b0c0d0e0f")]
    [InlineData("timestamp_ms '2024-02-29 12:34:56.789'", nameof(PrimitiveKind.Timestamp), "2024-02-29 12:34:56.789")]
    [InlineData("timestamp_ns '2024-02-29 12:34:56.789123456'", nameof(PrimitiveKind.Timestamp), "2024-02-29 12:34:56.789123")]
    [InlineData("timestamptz '2024-02-29 12:34:56+02'", nameof(PrimitiveKind.Timestamp), "2024-02-29 10:34:56")]
    [InlineData("timestamp '2024-02-29 12:34:56'", nameof(PrimitiveKind.TimestampTz), "2024-02-29 12:34:56+00")]
    [InlineData("timestamp_ns '1969-02-28 12:34:56.5'", nameof(PrimitiveKind.TimestampTz), "1969-02-28 12:34:56.5+00")]
    public async Task Other_ways_to_store_the_same_value_are_understood(string stored, string kindName, string read, string? instead = null)
    {
        var kind = Enum.Parse<PrimitiveKind>(kindName);
        await using var host = await LakeHost.StartAsync();
        await host.Connection.ExecuteAsync("set TimeZone = 'America/New_York'", default);
        var type = kind == PrimitiveKind.Decimal ? Of(kind, 12, 1) : Of(kind);
        var table = new ForeignTable(host, [Field(1, "v", type), Field(2, "l", new IcebergType.List(3, type))]);
        await table.AddAsync(1, $"select {instead ?? stored} as v, [{instead ?? stored}, null] as l", table.Schemas[0].Fields);
        var text = kind == PrimitiveKind.TimestampTz ? "(v at time zone 'UTC')::varchar || '+00'" : kind == PrimitiveKind.Binary ? "hex(v)" : "v::varchar";
        Assert.Equal(
            $"{read},true,null",
            (await table.ReadAsync($"select {text}, l[1] = v, l[2] from $t")).Replace("True", "true", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1::bigint", "2::double")]
    [InlineData("'x'", "1::int")]
    [InlineData("{'a': 1}", "1::int")]
    [InlineData("1.25::decimal(9,2)", "1.2::decimal(9,1)")]
    public async Task Values_that_are_not_of_the_table_s_type_are_told(string stored, string wanted)
    {
        await using var host = await LakeHost.StartAsync();
        var type = Lowering.Lower("v", EngineTypeParser.Parse(await host.Connection.ScalarAsync<string>($"select typeof({wanted})", [], default) ?? ""));
        var table = new ForeignTable(host, [Field(1, "v", type)]);
        await table.AddAsync(1, $"select {stored} as v", stored.StartsWith('{') ? [Field(1, "v", new IcebergType.Struct([Field(2, "a", Int)]))] : table.Schemas[0].Fields);
        Assert.Equal("lake.type_differs", await table.FaultAsync());
    }

    [Fact]
    public async Task Files_without_ids_are_read_by_the_table_s_mapping_of_names()
    {
        await using var host = await LakeHost.StartAsync();
        var table = new ForeignTable(host,
        [
            Field(1, "id", Long), Field(2, "name", Text), Field(3, "s", new IcebergType.Struct([Field(4, "inner", Int)])),
            Field(5, "l", new IcebergType.List(6, new IcebergType.Struct([Field(7, "e", Int)]))), Field(8, "unmapped", Int),
        ]);
        table.Properties[NameMapping.Property] = """
            [{"field-id": 1, "names": ["id", "old_id"]}, {"field-id": 2, "names": ["nom"]},
             {"field-id": 3, "names": ["s"], "fields": [{"field-id": 4, "names": ["within"]}]},
             {"field-id": 5, "names": ["l"], "fields": [{"field-id": 6, "names": ["element"], "fields": [{"field-id": 7, "names": ["e"]}]}]}]
            """;
        await table.AddAsync(1, "select 1::bigint as old_id, 'a' as nom, 'no' as name, {'within': 5, 'inner': 6} as s, [{'e': 7}] as l, 8 as unmapped", null);
        await table.AddAsync(2, "select 2::bigint as id, {'inner': 6} as s, 'b' as nom", null);
        Assert.Equal("1,a,{inner:5},[{e:7}],null; 2,b,{inner:null},null,null", await table.ReadAsync());
    }

    [Fact]
    public async Task Files_without_ids_in_a_table_without_a_mapping_are_read_by_name()
    {
        await using var host = await LakeHost.StartAsync();
        var table = new ForeignTable(host, [Field(7, "Id", Long), Field(2, "name", Text), Field(4, "s", new IcebergType.Struct([Field(5, "a", Long)]))]);
        await table.AddAsync(1, "select {'b': 0, 'A': 3} as s, 'a' as name, 1::int as id", null);
        Assert.Equal("1,a,{a:3}", await table.ReadAsync());
    }

    [Fact]
    public async Task A_column_that_a_file_lacks_has_the_value_of_its_identity_partition()
    {
        await using var host = await LakeHost.StartAsync();
        var table = new ForeignTable(host,
        [
            Field(1, "id", Int), Field(2, "day", Of(PrimitiveKind.Date)), Field(3, "price", Of(PrimitiveKind.Decimal, 9, 2)),
            Field(4, "at", Of(PrimitiveKind.TimestampTz)), Field(5, "key", Of(PrimitiveKind.Uuid)), Field(6, "f", Of(PrimitiveKind.Double)), Field(7, "name", Text),
            Field(8, "b", Of(PrimitiveKind.Boolean)), Field(9, "tm", Of(PrimitiveKind.Time)), Field(10, "raw", Of(PrimitiveKind.Fixed, 2)),
        ]);
        table.Specs.Add(new PartitionSpec(1, [
            .. table.Schemas[0].Fields.Skip(1).Select((field, at) => new PartitionField(field.Id, 1000 + at, field.Name, new Transform.Identity())),
            new PartitionField(1, 1050, "id_bucket", new Transform.Bucket(4))]));
        await table.AddAsync(1, "select 1 as id", [Field(1, "id", Int)], 1,
            -1, new System.Numerics.BigInteger(-5), 1_500_000L, Convert.FromHexString("000102030405060708090a0b0c0d0e0f"), double.NaN, "it's\0", true, 3_600_000_000L, new byte[] { 1, 255 }, 3);
        await table.AddAsync(1, "select 2 as id, 'own' as name", [Field(1, "id", Int), Field(7, "name", Text)], 1,
            0, System.Numerics.BigInteger.Zero, null, null, 1.5, "other", null, null, null, 1);
        Assert.Equal(
            "1,1969-12-31,-0.05,1970-01-01 00:00:01.5,00010203-0405-0607-0809-0a0b0c0d0e0f,nan,6974277300,true,01:00:00,01FF; "
            + "2,1970-01-01,0.00,null,null,1.5,6F776E,null,null,null",
            await table.ReadAsync("select id, day::varchar, price, (\"at\" at time zone 'UTC')::varchar, key::varchar, f::varchar, hex(name), b::varchar, tm::varchar, hex(raw) from $t order by 1"));
        Assert.Equal("1", await host.TextAsync("select id from $t where day < date '1970-01-01'"));
    }

    [Fact]
    public async Task Names_that_differ_by_case_alone_are_made_unique_and_read_each_their_own()
    {
        await using var host = await LakeHost.StartAsync();
        var table = new ForeignTable(host,
            [Field(1, "id", Int), Field(2, "ID", Text), Field(3, "Id_1", Int), Field(4, "s", new IcebergType.Struct([Field(5, "a", Int), Field(6, "A", Int)]))]);
        await table.AddAsync(1, "select 1 as id, 'x' as other, 3 as \"Id_1\", {'a': 4, 'b': 5} as s",
            [Field(1, "id", Int), Field(2, "other", Text), Field(3, "Id_1", Int), Field(4, "s", new IcebergType.Struct([Field(5, "a", Int), Field(6, "b", Int)]))]);
        Assert.Equal("1,x,3,{a:4,A_1:5}", await table.ReadAsync());
        Assert.Equal(["id", "ID_2", "Id_1", "s"], (await host.TableAsync()).Columns.Select(column => column.Name));
    }

    [Fact]
    public async Task What_cannot_be_read_is_one_fault_with_its_place()
    {
        await using var host = await LakeHost.StartAsync();
        Assert.Equal("lake.column_missing", await (await Table([Field(1, "id", Int), Field(2, "must", Int, required: true)])).FaultAsync());
        var outside = await Table([Field(1, "id", Int)]);
        outside.Add(1, new ContentFile { Path = "file:///etc/passwd", Rows = 1, Bytes = 1 });
        Assert.Equal("lake.path_refused", await outside.FaultAsync());
        var upwards = await Table([Field(1, "id", Int)]);
        upwards.Add(1, new ContentFile { Path = $"{upwards.Location}/data/../../other/data/x.parquet", Rows = 1, Bytes = 1 });
        Assert.Equal("lake.path_refused", await upwards.FaultAsync());
        foreach (var format in new[] { "ORC", "AVRO", "PUFFIN" })
        {
            var other = await Table([Field(1, "id", Int)]);
            other.Add(1, new ContentFile { Path = $"{other.Location}/data/x", Format = format, Rows = 1, Bytes = 1 });
            Assert.Equal("lake.format_unsupported", await other.FaultAsync());
        }

        var missing = await Table([Field(1, "id", Int)]);
        File.Delete(Directory.GetFiles(missing.Folder, "*.parquet", SearchOption.AllDirectories).Last());
        Assert.Equal("lake.file_missing", await missing.FaultAsync());
        foreach (var file in Directory.GetFiles(missing.Folder, "*.parquet", SearchOption.AllDirectories))
        {
            File.Delete(file);
        }

        var cut = await Table([Field(1, "id", Int)]);
        var bytes = File.ReadAllBytes(Directory.GetFiles(cut.Folder, "*.parquet", SearchOption.AllDirectories).Single());
        File.WriteAllBytes(Directory.GetFiles(cut.Folder, "*.parquet", SearchOption.AllDirectories).Single(), bytes[..^20]);
        Assert.Equal("lake.file_broken", await cut.FaultAsync());

        async Task<ForeignTable> Table(IReadOnlyList<NestedField> schema)
        {
            var table = new ForeignTable(host, schema);
            await table.AddAsync(1, $"select {Random.Shared.Next()} as id", [Field(1, "id", Int)]);
            return table;
        }
    }

    [Fact]
    public void Old_encodings_of_lists_and_maps_are_understood()
    {
        // two levels, a struct of one field: the engine shows its field
        var thrift = Columns("STRUCT(\"x\" INTEGER[])", ("s", false, 1, 1), ("x", false, 2, 1), ("array", true, 3, 1), ("only", false, 4, 0));
        var list = Assert.IsType<PhysicalType.List>(Assert.IsType<PhysicalType.Struct>(thrift.Type).Fields[0].Type);
        Assert.Equal((4, 3), (list.Element.Id, list.Wrapped!.Id));
        Assert.True(Assert.IsType<PhysicalType.Struct>(list.Wrapped.Type).Collapsed);

        // two levels, a repeated primitive; a field that repeats by itself; the three levels of Hive
        Assert.Equal(3, Assert.IsType<PhysicalType.List>(Columns("INTEGER[]", ("l", false, 1, 1), ("array", true, 3, 0)).Type).Element.Id);
        Assert.Equal("INTEGER", Assert.IsType<PhysicalType.Leaf>(Assert.IsType<PhysicalType.List>(Columns("INTEGER[]", ("l", true, 1, 0)).Type).Element.Type).Engine);
        Assert.Equal(
            9, Assert.IsType<PhysicalType.List>(Columns("STRUCT(a INTEGER, b INTEGER)[]",
                ("l", false, 1, 1), ("bag", true, null, 1), ("array_element", false, 9, 2), ("a", false, 5, 0), ("b", false, 6, 0)).Type).Element.Id);
        var map = Assert.IsType<PhysicalType.Map>(Columns("MAP(VARCHAR, INTEGER)", ("m", false, 1, 1), ("map", true, null, 2), ("key", false, 2, 0), ("value", false, 3, 0)).Type);
        Assert.Equal((2, 3), (map.Key.Id, map.Value.Id));

        static PhysicalField Columns(string type, params (string Name, bool Repeated, int? Id, int Children)[] elements) =>
            FooterNode.Read([("root", false, null, 1), .. elements]).Columns([("c", EngineTypeParser.Parse(type))])[0];
    }
}
