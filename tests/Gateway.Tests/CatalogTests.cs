using System.Data;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Talentys.Contracts;
using Talentys.Gateway.Postgres.Types;

namespace Talentys.Gateway.Tests;

public sealed partial class CatalogTests(GatewayServer server) : IClassFixture<GatewayServer>
{
    [Fact]
    public async Task What_clients_ask_of_the_catalog_is_answered()
    {
        await using var client = await server.OpenAsync();
        var wrong = new List<string>();
        var text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "catalog.sql"), TestContext.Current.CancellationToken);
        var lines = text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        for (var index = 0; index < lines.Length; index++)
        {
            if (lines[index].StartsWith("--", StringComparison.Ordinal))
            {
                continue;
            }

            var answer = await client.AskAsync(lines[index]);
            if (answer.FirstOrDefault(message => message.Type == 'E') is { } error)
            {
                wrong.Add($"{lines[index]}\n  {error.Field('C')} {error.Field('M')}");
            }
            else if (index + 1 < lines.Length && Wanted().Match(lines[index + 1]) is { Success: true } wanted)
            {
                var first = answer.FirstOrDefault(message => message.Type == 'D') is { } row ? WireClient.Values(row)[0] : "no row";
                if (first != wanted.Groups[1].Value)
                {
                    wrong.Add($"{lines[index]}\n  {first} and not {wanted.Groups[1].Value}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong));
    }

    [Fact]
    public async Task Npgsql_reads_schemas_and_identifiers()
    {
        await using var connection = await server.ConnectAsync();
        foreach (var collection in (string[])["Databases", "Tables", "Columns", "Views", "Users", "Indexes", "IndexColumns", "Constraints", "PrimaryKey", "ForeignKeys", "DataTypes"])
        {
            using var table = await connection.GetSchemaAsync(collection, TestContext.Current.CancellationToken);
            if (collection == "Tables")
            {
                Assert.Contains(table.Rows.Cast<DataRow>(), row => "orders".Equals(row["table_name"]));
            }
        }

        await using var command = new Npgsql.NpgsqlCommand("select c.oid, c.relkind, a.attnum, array_agg(a.atttypid) over () from pg_class c join pg_attribute a on a.attrelid = c.oid where c.relname = $1 and a.attname = 'price'", connection)
        {
            Parameters = { new() { Value = "orders" } },
        };
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        Assert.True(await reader.ReadAsync(TestContext.Current.CancellationToken));
        Assert.True(reader.GetFieldValue<uint>(0) > 16_383);
        Assert.Equal(('r', (short)3, new uint[] { 1700 }), (reader.GetFieldValue<char>(1), reader.GetInt16(2), reader.GetFieldValue<uint[]>(3)), Compare);
        await reader.CloseAsync();

        await using var columns = await new Npgsql.NpgsqlCommand("select * from orders", connection).ExecuteReaderAsync(CommandBehavior.SchemaOnly, TestContext.Current.CancellationToken);
        Assert.Equal(["id", "name", "price", "even", "day"], (await columns.GetColumnSchemaAsync(TestContext.Current.CancellationToken)).Select(column => column.ColumnName));
    }

    [Fact]
    public async Task Over_HTTP_they_are_tables_like_any_other()
    {
        Assert.Equal(
            ["id bigint", "name text", "price numeric(12,2)", "even boolean", "day date"],
            (await server.QueryAsync("select a.attname || ' ' || format_type(a.atttypid, a.atttypmod) from pg_catalog.pg_attribute a join pg_class c on c.oid = a.attrelid where c.relname = 'orders' order by a.attnum")).Select(row => row[0]));
        Assert.Equal("numeric", (await server.QueryAsync("select data_type from dev.information_schema.columns where table_name = 'orders' and column_name = 'price'"))[0][0]);

        // in a view they show what who asks may see
        await server.QueryAsync("create or replace view catalog_view as select information_schema.tables.table_name from information_schema.tables where table_schema = 'main'");
        Assert.Contains("orders", (await server.QueryAsync("select table_name from catalog_view")).Select(row => row[0]));
        await server.QueryAsync("drop view catalog_view");

        using var missing = await server.Http.PostAsJsonAsync("/api/v1/query", new QueryRequest("select *\nfrom pg_catalog.pg_clas"), TestContext.Current.CancellationToken);
        var told = await missing.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("line 2, column 6", told, StringComparison.Ordinal);
        Assert.Contains("pg_catalog.pg_class", told, StringComparison.Ordinal);
        using var made = await server.Http.PostAsJsonAsync("/api/v1/query", new QueryRequest("create table pg_catalog.mine (id int)"), TestContext.Current.CancellationToken);
        Assert.Contains("lake.name_refused", await made.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Types_of_the_wire_are_those_of_the_catalog()
    {
        var told = (await server.QueryAsync("select oid, typname, typlen, typarray from pg_catalog.pg_type")).ToDictionary(row => row[0]!);
        Assert.All(PgType.All, type => Assert.Equal([$"{type.Oid}", type.Name, $"{type.Size}", $"{type.Array}"], told[$"{type.Oid}"]));
    }

    private static bool Compare((char, short, uint[]) one, (char, short, uint[]) other) =>
        one.Item1 == other.Item1 && one.Item2 == other.Item2 && one.Item3.SequenceEqual(other.Item3);

    [GeneratedRegex(@"^--> (.*)$")]
    private static partial Regex Wanted();
}
