using System.Net;
using System.Net.Http.Json;
using Talentys.Contracts;

namespace Talentys.Query.Tests.Statements;

public sealed class MetadataTableTests : IAsyncLifetime
{
    private QueryServer server = null!;

    public async ValueTask InitializeAsync()
    {
        server = await QueryServer.StartAsync();
        await server.MakeAsync(new("shop", "orders"), "select 1 as id, 'one' as word");
        await server.MakeAsync(new("shop", "orders"), "select * from (values (1, 'one'), (2, null)) t(id, word)");
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData("select version, operation, summary['total-records'] from shop.\"orders$snapshots\" order by version", "1,append,1;2,overwrite,2")]
    [InlineData("select count(*), max(s.version) from shop.orders$snapshots s where s.committed_at > now() - interval 1 day", "2,2")]
    [InlineData("select count(*) from shop.orders$snapshots at (version => 1)", "1")]
    [InlineData("select version, is_current_ancestor from shop.ORDERS$History order by made_current_at, version", "1,True;2,True")]
    [InlineData("select name, type, version from shop.orders$refs", "main,branch,2")]
    [InlineData("select content, record_count, null_value_counts[2], lower_bounds[1], upper_bounds[1] from shop.orders$files", "0,2,1,1,2")]
    [InlineData("select record_count from shop.orders$files at (version => 1)", "1")]
    [InlineData("select sum(added_data_files_count), sum(added_rows_count) from shop.orders$manifests where content = 0 and added_data_files_count > 0", "1,2")]
    [InlineData("select status, record_count from shop.orders$entries order by all", "1,2;2,1")]
    [InlineData("select record_count, file_count, spec_id from shop.orders$partitions", "2,1,0")]
    [InlineData("select f.record_count, s.operation from shop.orders$files f, shop.orders$snapshots s where s.version = 2", "2,overwrite")]
    [InlineData("select column_name, column_type from (describe shop.orders$refs) limit 1", "name,VARCHAR")]
    public async Task A_table_tells_of_itself(string sql, string rows)
    {
        var found = await server.QueryAsync(sql);

        Assert.Equal(rows, string.Join(";", found.Select(row => string.Join(",", row))));
    }

    [Fact]
    public async Task They_are_not_listed_and_a_table_of_that_name_goes_first()
    {
        await server.MakeAsync(new("shop", "orders$refs"), "select 7 as id");

        Assert.Equal(["orders", "orders$refs"], (await server.QueryAsync("show all tables")).Select(row => row[1]));
        Assert.Equal("7", (await server.QueryAsync("select id from shop.orders$refs"))[0][0]);
    }

    [Theory]
    [InlineData("from shop.orders$nothing")]
    [InlineData("from shop.other$files")]
    [InlineData("from _rejects.orders$files")]
    public async Task What_is_not_there_is_not_found(string sql)
    {
        await server.MakeAsync(new("_rejects", "orders"), "select 1 as id");
        using var response = await server.Ann.PostAsJsonAsync("/api/v1/query", new QueryRequest(sql));

        Assert.Equal("query.table_not_found", (await QueryServer.ProblemAsync(response, HttpStatusCode.NotFound)).Code);
    }
}
