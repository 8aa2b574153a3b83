using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Lake.Reading;
using Talentys.Lake.Stores;
using Talentys.Lake.Tables;

namespace Talentys.Lake.Tests.Writing;

public sealed class DataFileTests
{
    [Fact]
    public async Task Every_type_of_the_engine_is_kept_lowered_or_cast()
    {
        await using var host = await LakeHost.StartAsync();
        await host.ReplaceAsync("""
            select 1::tinyint a, 2::smallint b, 3::utinyint c, 4::usmallint d, 5::uinteger e, 18446744073709551615::ubigint f,
              99999999999999999999999999999999999999::hugeint g, 7::uhugeint h, 'x'::enum('x','y') i, '101'::bit j, '{"k":1}'::json k,
              timestamp_s '2020-01-01 00:00:01' l, timestamp_ms '2020-01-01 00:00:01.5' m, timestamp_ns '2020-01-01 00:00:01.123456789' n,
              timetz '10:00:00+01' o, interval '2 days' p, time '10:00:01.5' q, uuid 'f79c3e09-677c-4bbd-a479-3f349cb785e7' r,
              '\xAA'::blob s, date '2020-02-29' t, timestamptz '2020-01-01 00:00:00+02' u, 1.25::decimal(9,2) v, 1.5::float w, 2.5 ::double x,
              true y, null z, [1,2]::int[2] aa, map{'k': 1::hugeint} bb, {'n': 1::ubigint} cc
            """);
        var types = (await host.TableAsync()).Columns.ToDictionary(column => column.Name, column => column.SqlType);
        Assert.Equal("INTEGER INTEGER INTEGER INTEGER BIGINT DECIMAL(20,0) DECIMAL(38,0) DECIMAL(38,0) VARCHAR VARCHAR VARCHAR", string.Join(' ', types.Values.Take(11)));
        Assert.Equal(("TIMESTAMP", "VARCHAR", "VARCHAR", "TIME", "UUID"), (types["n"], types["o"], types["p"], types["q"], types["r"]));
        Assert.Equal(("VARCHAR", "INTEGER[]", "MAP(VARCHAR, DECIMAL(38,0))", "STRUCT(\"n\" DECIMAL(20,0))"), (types["z"], types["aa"], types["bb"], types["cc"]));
        Assert.Equal(
            "18446744073709551615,99999999999999999999999999999999999999,x,101,10:00:00+01,2 days,2020-01-01 00:00:01.123456,null",
            await host.TextAsync("select f, g::varchar, i, j, o, p, n::varchar, z from $t"));
    }

    [Theory]
    [InlineData("select 170141183460469231731687303715884105727::hugeint as big, 1::hugeint as fine", "big")]
    [InlineData("select {'n': 170141183460469231731687303715884105727::hugeint} as nested, 1 as fine", "nested")]
    public async Task A_number_that_does_not_fit_names_its_column(string select, string column)
    {
        await using var host = await LakeHost.StartAsync();
        var refused = await Assert.ThrowsAsync<FaultException>(() => host.ReplaceAsync(select));
        Assert.Equal(("lake.overflow", column), (refused.Fault.Code, refused.Fault.Place));
        Assert.Empty(Directory.GetFiles(host.Root, "*.parquet", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Parquet_files_carry_the_field_ids_at_every_depth()
    {
        await using var host = await LakeHost.StartAsync();
        await host.ReplaceAsync("select 1 as a, {'x': 1, 'y': ['t']} as s, map{'k': {'p': 1}} as m");
        var file = Assert.Single((await host.TableAsync()).Files);
        var rows = await host.Connection.RowsAsync(
            $"select name, field_id from parquet_schema({SqlText.Literal(file.Path)}) where field_id is not null", [], default);
        Assert.Equal(
            "a=1 s=2 x=3 y=4 element=5 m=6 key=7 value=8 p=9", string.Join(' ', rows.Select(row => $"{row[0]}={row[1]}")));
    }

    [Fact]
    public async Task Manifests_hold_counts_sizes_and_bounds_by_field_id()
    {
        await using var host = await LakeHost.StartAsync();
        await host.ReplaceAsync("select i as id, case when i > 0 then 'name-of-thing-number-' || i end as name, 'nan'::double as f from range(3) t(i)");
        var row = await host.Get<TableStore>().FindAsync(LakeHost.Scope, LakeHost.Orders, default);
        var place = host.Get<TablePlaces>().Of(row!);
        var files = host.Get<TableFiles>();
        var metadata = await files.MetadataAsync(place.MetadataFile(row!.MetadataFile!), default);
        var manifest = Assert.Single(await files.ManifestsAsync(place, metadata.CurrentSnapshot!, default));
        var entry = Assert.Single((await files.ContentAsync(place, manifest, default)).Entries);
        Assert.Equal((3L, 1L, 1L), (entry.File.Rows, entry.SequenceNumber, entry.File.NullCounts![2]));
        Assert.Equal("0200000000000000", Convert.ToHexString(entry.File.UpperBounds![1]));
        Assert.Equal("name-of-thing-nu", System.Text.Encoding.UTF8.GetString(entry.File.LowerBounds![2]));
        Assert.Equal("name-of-thing-nv", System.Text.Encoding.UTF8.GetString(entry.File.UpperBounds![2]));
        Assert.False(entry.File.LowerBounds!.ContainsKey(3));
        Assert.Equal(new FileInfo(LocalStore.ToPath(place.Resolve(entry.File.Path))).Length, entry.File.Bytes);
        Assert.StartsWith("file:///", entry.File.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Appending_adds_columns_widens_types_and_fills_what_is_missing()
    {
        await using var host = await LakeHost.StartAsync();
        await host.AppendAsync("select 1::int as id, 1.5::float as f, 1.25::decimal(9,2) as d, {'x': 1::int} as s, [{'p': 1::int}] as l, 'gone' as only_here");
        await host.AppendAsync("select 5000000000 as ID, 2.5::double as f, 2.25::decimal(18,2) as d, {'y': 'new', 'x': 7::bigint} as s, [{'q': 'z', 'p': 2::bigint}] as l, 'n' as added");
        await host.AppendAsync("select 3::smallint as id, null as added");
        Assert.Equal(
            "1,1.5,1.25,{x:1,y:null},[{p:1,q:null}],gone,null; 3,null,null,null,null,null,null; 5000000000,2.5,2.25,{x:7,y:new},[{p:2,q:z}],null,n",
            await host.TextAsync("select * from $t order by id"));
        var table = await host.TableAsync();
        Assert.Equal("BIGINT DOUBLE DECIMAL(18,2)", string.Join(' ', table.Columns.Take(3).Select(column => column.SqlType)));
        Assert.Equal("id", table.Columns[0].Name);
    }

    [Fact]
    public async Task A_type_that_does_not_fit_is_a_conflict_that_names_column_and_types()
    {
        await using var host = await LakeHost.StartAsync();
        await host.AppendAsync("select 1::bigint as id, {'x': 1} as s");
        var refused = await Assert.ThrowsAsync<FaultException>(() => host.AppendAsync("select 'one' as id"));
        Assert.Equal(("lake.schema_conflict", "id", FaultKind.Conflict), (refused.Fault.Code, refused.Fault.Place, refused.Fault.Kind));
        Assert.Contains("BIGINT", refused.Fault.Message, StringComparison.Ordinal);
        Assert.Contains("VARCHAR", refused.Fault.Message, StringComparison.Ordinal);
        var nested = await Assert.ThrowsAsync<FaultException>(() => host.AppendAsync("select {'x': 'text'} as s"));
        Assert.Equal("s.x", nested.Fault.Place);
        Assert.Equal("1", await host.TextAsync("select count(*) from $t"));
    }

    [Fact]
    public async Task Replacing_keeps_ids_of_compatible_columns_and_old_versions_read_as_they_were()
    {
        await using var host = await LakeHost.StartAsync();
        await host.ReplaceAsync("select 1::int as id, 'a' as name, 5 as kind");
        await host.ReplaceAsync("select 'text' as kind, 9::bigint as id");
        var columns = (await host.TableAsync()).Columns;
        Assert.Equal("kind=4 id=1", string.Join(' ', columns.Select(column => $"{column.Name}={column.FieldId}")));
        Assert.Equal("text,9", await host.TextAsync("select * from $t"));
        Assert.Equal("1,a,5", await host.TextAsync("select * from $t", version: 1));
    }

    [Fact]
    public async Task No_rows_make_an_empty_table_of_the_right_types()
    {
        await using var host = await LakeHost.StartAsync();
        var version = await host.ReplaceAsync("select 1 as id, 'x' as \"odd \"\" name\" where false");
        var table = await host.TableAsync();
        Assert.Equal((0L, 0), (version.Rows, table.Files.Count));
        Assert.Equal("id INTEGER; odd \" name VARCHAR", await DescribeAsync(host, table));
        Assert.Equal("0", await host.TextAsync("select count(*) from $t"));
        var none = await host.Lake.BeginAsync(LakeHost.Scope, new TableName("s", "nothing"), WriteMode.Append, default);
        var refused = await Assert.ThrowsAsync<FaultException>(() => none.CommitAsync("c", LakeHost.NoSummary, default));
        Assert.Equal("lake.no_columns", refused.Fault.Code);
        await none.DisposeAsync();
    }

    [Fact]
    public async Task Two_thousand_columns_are_written_and_read()
    {
        await using var host = await LakeHost.StartAsync();
        var columns = string.Join(", ", Enumerable.Range(0, 2000).Select(number => number % 2 == 0 ? $"{number} as c{number}" : $"null as c{number}"));
        await host.AppendAsync($"select {columns}");
        await host.AppendAsync($"select {columns}");
        Assert.Equal(2000, (await host.TableAsync()).Columns.Count);
        Assert.Equal("2,1998,null", await host.TextAsync("select count(*), max(c1998), max(c1999) from $t"));
    }

    [Theory]
    [InlineData("ščhéma 😀", "order's \"best\" / ..\\ [x]*?")]
    [InlineData("CON", "../../etc/passwd")]
    [InlineData("a b", ".")]
    public async Task Any_name_makes_a_table_inside_the_lake(string schema, string name)
    {
        await using var host = await LakeHost.StartAsync(lakeBelow: "st[a]te k=1 * 'q'");
        var table = new TableName(schema, name);
        await host.WriteAsync(table, WriteMode.Append, "select 1 as \"we\"\"ird 'col' 😀\" -- a comment");
        await host.WriteAsync(table, WriteMode.Append, "select 2 as \"WE\"\"IRD 'col' 😀\";");
        var found = await host.TableAsync(new TableName(schema.ToUpperInvariant(), name.ToUpperInvariant()));
        Assert.StartsWith(host.Root, LocalStore.ToPath(found.Location), StringComparison.Ordinal);
        Assert.Equal(schema, found.Name.Schema);
        Assert.Equal(2L, (await host.RowsAsync(found, "select count(*) from $t"))[0][0]);
        Assert.Equal("we\"ird 'col' 😀 INTEGER", await DescribeAsync(host, found));
    }

    [Theory]
    [InlineData("", "t")]
    [InlineData("s", "a\0b")]
    [InlineData("s", " ")]
    public async Task A_name_that_no_store_can_keep_is_refused(string schema, string name)
    {
        await using var host = await LakeHost.StartAsync();
        var refused = await Assert.ThrowsAsync<FaultException>(() => host.WriteAsync(new TableName(schema, name), WriteMode.Append, "select 1 as a"));
        Assert.Equal("lake.name_refused", refused.Fault.Code);
    }

    [Fact]
    public async Task Large_writes_are_split_into_files_of_the_target_size()
    {
        await using var host = await LakeHost.StartAsync(configure: options => options.TargetFileBytes = 1024 * 1024);
        await host.ReplaceAsync("select i as id, md5(i::varchar) as text from range(400000) t(i)");
        var table = await host.TableAsync();
        Assert.True(table.Files.Count > 3, $"{table.Files.Count} files");
        Assert.Equal(400000, table.Files.Sum(file => file.Rows));
        Assert.Equal("400000,79999800000", await host.TextAsync("select count(*), sum(id)::bigint from $t"));
    }

    [Fact]
    public async Task A_failed_write_may_be_repeated_and_leaves_nothing_behind()
    {
        await using var host = await LakeHost.StartAsync();
        await using (var write = await host.Lake.BeginAsync(LakeHost.Scope, LakeHost.Orders, WriteMode.Append, default))
        {
            await Assert.ThrowsAsync<FaultException>(() => write.WriteAsync(
                host.Connection, "select case when i = 299999 then error('stop') else i end as id from range(300000) t(i)", null, default));
            await write.WriteAsync(host.Connection, "select 1::bigint as id", new Dictionary<string, string> { ["id"] = "Order No." }, default);
            await write.CommitAsync("c", LakeHost.NoSummary, default);
        }

        Assert.Single(Directory.GetFiles(host.Root, "*.parquet", SearchOption.AllDirectories));
        Assert.Equal("Order No.", (await host.TableAsync()).Columns[0].Doc);
        Assert.Equal("1", await host.TextAsync("select id from $t"));
    }

    private static async Task<string> DescribeAsync(LakeHost host, LakeTable table)
    {
        var rows = await host.Connection.RowsAsync($"DESCRIBE {table.SelectSql}", [], default);
        return string.Join("; ", rows.Select(row => $"{row[0]} {row[1]}"));
    }
}
