using Apache.Arrow;
using Microsoft.Extensions.DependencyInjection;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Query.Public;

namespace Talentys.Gateway.Tests;

/// <summary>What is told of a statement before it runs is what it gives: drivers choose how they read by it.</summary>
public class DescriptionTests(GatewayServer server) : IClassFixture<GatewayServer>
{
    [Theory]
    [InlineData("select * from orders where id < 3")]
    [InlineData("select count(*), sum(price), avg(price), min(day), max(name), sum(id), list(id), any_value(even) from orders")]
    [InlineData("select '01:02:03+02'::timetz as a, '101'::bit as b, 1::hugeint as c, 2::uhugeint as d, 3::ubigint as e, 'x'::enum('x', 'y') as f, '{}'::json as g, uuid() as h")]
    [InlineData("select [1, 2] as a, [[1]] as b, {'x': 1, 'y': 'z'} as c, map {'k': 1.5} as d, row(1, 'a') as e, union_value(n := 1) as f, array_value(1, 2) as g, ['x'::enum('x')] as h")]
    [InlineData("select null as a, interval '1 day' as b, 'a'::blob as c, 1.5 as d, 1e5 as e, 1.5::float as f, timestamp_ns '2024-01-01 00:00:00' as g, now() as h, time '01:02:03' as i")]
    [InlineData("from (select id, name, row_number() over (order by id) as n from orders) where n <= 2")]
    [InlineData("with t as (select 1 as a union all select 2) select a, a / 2 as half, a // 2 as whole, a || 'x' as text from t")]
    [InlineData("values (1, 'a'), (2, null)")]
    [InlineData("describe orders")]
    [InlineData("summarize orders")]
    [InlineData("show tables")]
    [InlineData("explain select 1")]
    [InlineData("select count(*), min(id) from orders")]
    public async Task Columns_that_are_told_are_those_that_come(string sql)
    {
        var queries = server.Services.GetRequiredService<IQueries>();
        var told = await queries.DescribeAsync(Order(sql), TestContext.Current.CancellationToken);
        await using var rows = await queries.RunAsync(Order(sql), TestContext.Current.CancellationToken);
        Assert.Equal(rows.Schema.FieldsList.Select(Named), told.Schema.FieldsList.Select(Named));
        Assert.Empty(told.Parameters);
    }

    [Theory]
    [InlineData("select $1::int as a, $2::text as b", "1 INTEGER, 2 VARCHAR")]
    [InlineData("select * from orders where id = $1 and name like $2 and day >= $3 and price < $4 and even = $5", "1 BIGINT, 2 VARCHAR, 3 DATE, 4 DECIMAL, 5 BOOLEAN")]
    [InlineData("select id from orders where id in ($1, $2) limit $3", "1 BIGINT, 2 BIGINT, 3 BIGINT")]
    [InlineData("select $1 as a", "1 ?")]
    [InlineData("select count(*), coalesce($1, 'b') from orders", "1 VARCHAR")]
    public async Task Parameters_that_are_told_are_those_that_are_compared_with(string sql, string expected)
    {
        var told = await server.Services.GetRequiredService<IQueries>().DescribeAsync(Order(sql), TestContext.Current.CancellationToken);
        Assert.Equal(expected, string.Join(", ", told.Parameters.OrderBy(field => field.Name, StringComparer.Ordinal).Select(field => $"{field.Name} {NameOf(field)}")));
    }

    private static QueryOrder Order(string sql) =>
        new() { Sql = sql, Principal = Principal.System(GatewayServer.Scope.Organisation), Scope = GatewayServer.Scope, Surface = "test" };

    private static string Named(Field field) => $"{field.Name} {Written(field)} {field.Metadata?.GetValueOrDefault(EngineDescription.EngineType)}";

    private static string Written(Field field) => field.DataType is Apache.Arrow.Types.NestedType nested
        ? $"{field.DataType.Name}({string.Join(", ", nested.Fields.Select(Named))})"
        : field.DataType is Apache.Arrow.Types.Decimal128Type number ? $"decimal({number.Precision}, {number.Scale})" : field.DataType.Name;

    private static string NameOf(Field field) => field.DataType switch
    {
        Apache.Arrow.Types.NullType => "?",
        Apache.Arrow.Types.Int32Type => "INTEGER",
        Apache.Arrow.Types.Int64Type => "BIGINT",
        Apache.Arrow.Types.StringType => "VARCHAR",
        Apache.Arrow.Types.Date32Type => "DATE",
        Apache.Arrow.Types.BooleanType => "BOOLEAN",
        Apache.Arrow.Types.Decimal128Type => "DECIMAL",
        var other => other.Name,
    };
}
