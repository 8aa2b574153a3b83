using System.IO.Compression;
using Talentys.Kernel;
using Talentys.Lake.Foreign;
using Talentys.Lake.Public;
using Talentys.Lake.Tests.Reading;
using Talentys.Lake.Types;
using static Talentys.Lake.Tests.Reading.ForeignTable;

namespace Talentys.Lake.Tests.Foreign;

public sealed class RegisterTests
{
    private static readonly IReadOnlyList<NestedField> Id = [Field(1, "id", Of(PrimitiveKind.Int))];

    [Theory]
    [InlineData("s3a://old-bucket/warehouse/db/t")]
    [InlineData("warehouse/db/t")]
    [InlineData("./warehouse/db/t/")]
    [InlineData("hdfs://name:8020/user/hive/warehouse/db/t")]
    [InlineData("file:/tmp/was/here")]
    [InlineData("/tmp/was/here")]
    public async Task A_table_whose_metadata_tells_another_place_is_read_where_it_is(string recorded)
    {
        await using var host = await LakeHost.StartAsync();
        var table = new ForeignTable(host, Id) { Location = recorded };
        var name = await table.AddAsync(1, "select 1::int as id union all select 2", Id);
        await table.AddPositionsAsync(2, ($"{recorded}/data/{name}", 1));
        Assert.Equal("1", await table.ReadAsync());
    }

    [Fact]
    public async Task The_newest_metadata_is_that_of_the_hint_and_what_came_after_it_else_that_of_the_highest_number()
    {
        await using var host = await LakeHost.StartAsync();
        var table = new ForeignTable(host, Id);
        await table.AddAsync(1, "select 1 as id", Id);
        table.Write("v1.metadata.json");
        await table.AddAsync(2, "select 2 as id", Id);
        table.Write("v2.metadata.json");
        await table.AddAsync(3, "select 3 as id", Id);
        table.Write("v3.metadata.json");
        await table.AddAsync(9, "select 9 as id", Id);
        table.Write("v9.metadata.json");
        Assert.Equal(9, (await table.RegisterAsync()).Version.Number);
        var hint = Path.Combine(table.Folder, "metadata", "version-hint.text");
        File.WriteAllText(hint, "2\n");
        Assert.Equal(3, (await table.RegisterAsync()).Version.Number);
        File.WriteAllText(hint, "7");
        Assert.Equal(9, (await table.RegisterAsync()).Version.Number);
        File.WriteAllText(hint, "v1");
        Assert.Equal(1, (await table.RegisterAsync()).Version.Number);
        Assert.Equal("1", await host.TextAsync("select * from $t"));

        // named itself, from the metadata folder, and kept elsewhere
        Assert.Equal(2, (await table.RegisterAsync(Path.Combine(table.Folder, "metadata", "v2.metadata.json"))).Version.Number);
        File.Delete(hint);
        Assert.Equal(9, (await table.RegisterAsync(Path.Combine(table.Folder, "metadata"))).Version.Number);
        File.Move(Path.Combine(table.Folder, "metadata", "v3.metadata.json"), Path.Combine(table.Folder, "kept.json"));
        Assert.Equal(3, (await table.RegisterAsync(Path.Combine(table.Folder, "kept.json"))).Version.Number);
        Assert.Equal("1; 2; 3", await host.TextAsync("select * from $t order by all"));
        Assert.Equal((3, 3L), (Assert.Single(await host.Lake.ListAsync(LakeHost.Scope, false, default)).Version, (await host.TableAsync()).Version.Rows));
    }

    [Fact]
    public async Task Of_two_files_with_one_number_the_later_one_counts_and_compressed_ones_are_read()
    {
        await using var host = await LakeHost.StartAsync();
        var table = new ForeignTable(host, Id);
        await table.AddAsync(1, "select 1 as id", Id);
        table.Write("00001-b.metadata.json");
        await table.AddAsync(2, "select 2 as id", Id);
        table.Write("00001-a.metadata.json");
        Assert.Equal(2, (await table.RegisterAsync()).Version.Number);
        await table.AddAsync(3, "select 3 as id", Id);
        table.Write("plain");
        var plain = Path.Combine(table.Folder, "metadata", "plain");
        using (var packed = new GZipStream(File.Create(Path.Combine(table.Folder, "metadata", "00002-c.gz.metadata.json")), CompressionLevel.Fastest))
        {
            packed.Write(File.ReadAllBytes(plain));
        }

        Assert.Equal(3, (await table.RegisterAsync()).Version.Number);
    }

    [Fact]
    public async Task A_table_of_another_engine_is_not_changed_and_outlives_its_drop()
    {
        await using var host = await LakeHost.StartAsync();
        var table = new ForeignTable(host, Id);
        await table.AddAsync(1, "select 1 as id", Id);
        Assert.Equal("1", await table.ReadAsync());
        var before = Directory.GetFileSystemEntries(table.Folder, "*", SearchOption.AllDirectories).Order().ToList();
        var refused = await Assert.ThrowsAsync<FaultException>(() => host.AppendAsync("select 2 as id"));
        Assert.Equal("lake.table_foreign", refused.Fault.Code);
        Assert.Contains("create table", refused.Fault.Mend, StringComparison.Ordinal);
        Assert.Equal("lake.table_foreign", (await Assert.ThrowsAsync<FaultException>(() => host.Lake.RollbackAsync(LakeHost.Scope, LakeHost.Orders, 1, "ada", default))).Fault.Code);
        Assert.True(await host.Lake.DropAsync(LakeHost.Scope, LakeHost.Orders, default));
        Assert.Null(await host.Lake.FindAsync(LakeHost.Scope, LakeHost.Orders, TableAt.Current, default));
        Assert.Equal(before, Directory.GetFileSystemEntries(table.Folder, "*", SearchOption.AllDirectories).Order().ToList());
        await table.RegisterAsync();
        Assert.Equal("1", await host.TextAsync("select * from $t"));
    }

    [Fact]
    public async Task A_table_of_the_lake_is_not_replaced_by_another_engine_s()
    {
        await using var host = await LakeHost.StartAsync();
        await host.AppendAsync("select 'ours' as id");
        var table = new ForeignTable(host, Id);
        await table.AddAsync(1, "select 1 as id", Id);
        table.Write();
        Assert.Equal("lake.table_exists", (await Assert.ThrowsAsync<FaultException>(() => table.RegisterAsync())).Fault.Code);
        Assert.Equal("ours", await host.TextAsync("select * from $t"));
    }

    [Fact]
    public async Task Tables_are_taken_in_from_allowed_places_alone()
    {
        await using var host = await LakeHost.StartAsync();
        await host.AppendAsync("select 'ours' as id");
        var folders = host.Get<PlatformFolders>();
        using var elsewhere = new Talentys.TestSupport.TempFolder();
        File.CreateSymbolicLink(Path.Combine(folders.Project, "link"), elsewhere.Path);
        var own = Path.GetDirectoryName(Directory.GetFiles(host.Root, "*.metadata.json", SearchOption.AllDirectories)[0])!;
        var by = Register(host, folders, _ => { });
        foreach (var place in new[] { elsewhere.Path, "/etc", "../x", $"{folders.Project}/../x", "link", "link/t", own, folders.State, "s3://bucket/t", $"file://{elsewhere.Path}" })
        {
            Assert.Equal("lake.place_denied", Assert.Throws<FaultException>(() => by.Locate(place)).Fault.Code);
        }

        Assert.Equal("lake.place_invalid", Assert.Throws<FaultException>(() => by.Locate("a\0b")).Fault.Code);
        Assert.Equal($"file://{folders.Project}/some/t", by.Locate("some/t/"));
        var wide = Register(host, folders, options => options.RegisterFrom.Add(elsewhere.Path));
        Assert.Equal($"file://{elsewhere.Path}/t", wide.Locate(Path.Combine(elsewhere.Path, "t")));
        Assert.Equal("lake.place_denied", Assert.Throws<FaultException>(() => wide.Locate("some/t")).Fault.Code);
        var store = Register(host, folders, options => options.RegisterFrom.Add("s3://bucket/open/"));
        Assert.Equal("s3://bucket/open/t", store.Locate("s3://bucket/open/t/"));
        foreach (var place in new[] { "s3://bucket/opened/t", "s3://bucket/open/../t", "s3://other/open/t" })
        {
            Assert.Equal("lake.place_denied", Assert.Throws<FaultException>(() => store.Locate(place)).Fault.Code);
        }

        var any = Register(host, folders, options => options.RegisterAnywhere = true);
        Assert.Equal($"file://{elsewhere.Path}", any.Locate(elsewhere.Path));
        Assert.Equal("lake.place_denied", Assert.Throws<FaultException>(() => any.Locate(own)).Fault.Code);

        static RegisterRoots Register(LakeHost host, PlatformFolders folders, Action<LakeOptions> configure)
        {
            var options = new LakeOptions();
            configure(options);
            return new RegisterRoots(options, folders);
        }
    }

    [Fact]
    public async Task Damage_is_told_when_the_table_is_taken_in()
    {
        await using var host = await LakeHost.StartAsync();
        Assert.Equal("lake.metadata_missing", await CodeAsync("nothing/here"));
        await DamageAsync("lake.metadata_broken", "v1.metadata.json", bytes => bytes[..^40]);
        await DamageAsync("lake.metadata_broken", "snap-v1.metadata.json.avro", bytes => bytes[..^40]);
        await DamageAsync("lake.metadata_broken", "m0-v1.metadata.json.avro", bytes => bytes[..^40]);
        await DamageAsync("lake.metadata_broken", "m0-v1.metadata.json.avro", _ => null);
        await DamageAsync("lake.metadata_broken", "snap-v1.metadata.json.avro", _ => null);
        await DamageAsync("lake.format_unsupported", "v1.metadata.json", bytes => System.Text.Encoding.UTF8.GetBytes(
            System.Text.Encoding.UTF8.GetString(bytes).Replace("\"format-version\":2", "\"format-version\":4", StringComparison.Ordinal)));
        Assert.Null(await host.Lake.FindAsync(LakeHost.Scope, LakeHost.Orders, TableAt.Current, default));

        async Task DamageAsync(string code, string file, Func<byte[], byte[]?> damage)
        {
            var table = new ForeignTable(host, Id);
            await table.AddAsync(1, "select 1 as id", Id);
            table.Write();
            var path = Path.Combine(table.Folder, "metadata", file);
            var bytes = damage(File.ReadAllBytes(path));
            File.Delete(path);
            if (bytes is not null)
            {
                File.WriteAllBytes(path, bytes);
            }

            Assert.Equal(code, await CodeAsync(table.Folder));
        }

        async Task<string> CodeAsync(string place) => (await Assert.ThrowsAsync<FaultException>(() =>
            host.Get<TableRegister>().RegisterAsync(LakeHost.Scope, LakeHost.Orders, place, default))).Fault.Code;
    }
}
