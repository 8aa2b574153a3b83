using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Lake.Tables;
using Talentys.Storage;

namespace Talentys.Lake.Tests.Tables;

public class TableListsTests
{
    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.Postgres)]
    public async Task Both_databases_answer_windows_schemas_and_the_whole_list_alike(StorageProvider provider)
    {
        await using var host = await LakeHost.StartAsync(provider);
        var lists = host.Get<TableLists>();
        foreach (var (schema, name, rows) in new[] { ("Shop", "a_b", 3), ("shop", "a%b", 1), ("shop", "É'\"", 2), ("other", "axb", 5), ("_rejects", "r", 1) })
        {
            host.Clock.Advance(TimeSpan.FromSeconds(1));
            await host.WriteAsync(new TableName(schema, name), WriteMode.Replace, $"select range as n from range({rows})");
        }

        Assert.Equal("shop.a%b", await NamesAsync(search: "A%b"));
        Assert.Equal("Shop.a_b", await NamesAsync(search: "a_b"));
        Assert.Equal("shop.É'\"", await NamesAsync(search: "p.é'"));
        Assert.Equal("other.axb Shop.a_b shop.É'\" shop.a%b", await NamesAsync(sort: TableSort.Rows, descending: true));
        Assert.Equal("shop.É'\" other.axb", await NamesAsync(sort: TableSort.Changed, offset: 2));
        Assert.Equal(3, (await NamesAsync(schema: "SHOP")).Split(' ').Length);
        Assert.Equal([("other", 1), ("shop", 3)], (await lists.SchemasAsync(LakeHost.Scope, false, NoPolicies.Instance, default)).Select(one => (one.Name.ToLowerInvariant(), one.Tables)));
        Assert.Contains(await lists.SchemasAsync(LakeHost.Scope, true, NoPolicies.Instance, default), one => one.Name == "_rejects");

        var before = await lists.AllAsync(LakeHost.Scope, false, default);
        Assert.Same(before, await lists.AllAsync(LakeHost.Scope, false, default));
        await host.Lake.DropAsync(LakeHost.Scope, new TableName("other", "axb"), default);
        Assert.Equal(3, (await lists.AllAsync(LakeHost.Scope, false, default)).Count);
        await host.WriteAsync(new TableName("shop", "a%b"), WriteMode.Append, "select 9::bigint as n");
        Assert.Equal(2, (await lists.AllAsync(LakeHost.Scope, false, default)).Single(one => one.Name.Name == "a%b").Rows);

        async Task<string> NamesAsync(
            string? search = null, string? schema = null, TableSort sort = TableSort.Name, bool descending = false, int offset = 0)
        {
            var window = await lists.WindowAsync(
                LakeHost.Scope, new TableWindow(search, schema, sort, descending, offset, 100, false), NoPolicies.Instance, CancellationToken.None);
            Assert.Equal(window.Total, window.Items.Count + offset);
            return string.Join(' ', window.Items.Select(item => $"{item.Schema}.{item.Name}"));
        }
    }
}
