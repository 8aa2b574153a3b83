using Npgsql;
using Talentys.Kernel;

namespace Talentys.Gateway.Tests;

public class TypeTests(GatewayServer server) : IClassFixture<GatewayServer>
{
    private const string Everything = """
        select true as b, 1::tinyint as t, 200::utinyint as ut, (-5)::smallint as s, 65000::usmallint as us, 7 as i, 4000000000::uinteger as ui,
            -9::bigint as l, 18446744073709551615::ubigint as ul, (-170141183460469231731687303715884105727)::hugeint as h,
            1.10::decimal(5,2) as d, -0.00001::decimal(38,20) as tiny, 0.1::float as f, 1e300::double as db,
            'text' as v, 'a\x00\xFF'::blob as bl, date '2024-02-29' as day, time '01:02:03.5' as tm,
            timestamp '2024-02-29 01:02:03.123456' as ts, timestamptz '2024-02-29 01:02:03+00' as tz,
            interval '14 months 3 days 04:05:06.7' as iv, uuid '00112233-4455-6677-8899-aabbccddeeff' as u, '{"a": 1}'::json as j,
            [1, null, 3] as li, ['a b', 'c"d', null, ''] as lt, {'x': 1, 'y': ['z']} as st, map {'k': 1.5} as mp, [[1], [2, 3]] as ll,
            'one'::enum('one', 'two') as en, '01:02:03.25-03:30'::timetz as tt, '0101'::bit as bits, row(1, 'a b', null, 'say "x"') as rw,
            340282366920938463463374607431768211455::uhugeint as uh, union_value(n := 5) as un, map {1: 'x'} as mi,
            [uuid '00112233-4455-6677-8899-aabbccddeeff', null] as us, ['{"a": 1}'::json] as js
        """;

    [Fact]
    public async Task Every_type_has_its_identifier_and_text()
    {
        await using var client = await server.OpenAsync();
        var answer = await client.AskAsync(Everything);
        Assert.True(answer[0].Type == 'T', answer[0].Text);
        var values = WireClient.Values(answer[1]);
        var oids = Oids(answer[0]);
        string?[] expected =
        [
            "16 t", "21 1", "21 200", "21 -5", "23 65000", "23 7", "26 4000000000", "20 -9", "1700 18446744073709551615",
            "1700 -170141183460469231731687303715884105727", "1700 1.10", "1700 -0.00001000000000000000", "700 0.1", "701 1e+300",
            "25 text", "17 \\x6100ff", "1082 2024-02-29", "1083 01:02:03.5", "1114 2024-02-29 01:02:03.123456", "1184 2024-02-29 01:02:03+00",
            "1186 1 year 2 mons 3 days 04:05:06.7", "2950 00112233-4455-6677-8899-aabbccddeeff", "114 {\"a\": 1}",
            "1007 {1,NULL,3}", "1009 {\"a b\",\"c\\\"d\",NULL,\"\"}", "114 {\"x\":1,\"y\":[\"z\"]}", "114 {\"k\":1.5}", "114 [[1],[2,3]]", "25 one",
            "1266 01:02:03.25-03:30", "1562 0101", "2249 (1,\"a b\",,\"say \"\"x\"\"\")", "1700 340282366920938463463374607431768211455", "25 5", "114 {\"1\":\"x\"}",
            "2951 {00112233-4455-6677-8899-aabbccddeeff,NULL}", "199 {\"{\\\"a\\\": 1}\"}",
        ];
        Assert.Equal(expected, values.Select((value, index) => $"{oids[index]} {value}"));
    }

    [Fact]
    public async Task Binary_values_are_those_of_the_text()
    {
        await using var connection = await server.ConnectAsync();
        await using var command = new NpgsqlCommand(Everything, connection);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        Assert.True(await reader.ReadAsync(TestContext.Current.CancellationToken));
        Assert.True(reader.GetBoolean(0));
        Assert.Equal((1, 200, -5), (reader.GetInt16(1), reader.GetInt16(2), reader.GetInt16(3)));
        Assert.Equal((65000, 7, 4_000_000_000u, -9L), (reader.GetInt32(4), reader.GetInt32(5), reader.GetFieldValue<uint>(6), reader.GetInt64(7)));
        Assert.Equal(ulong.MaxValue, reader.GetDecimal(8));
        Assert.Equal(System.Numerics.BigInteger.Parse("-170141183460469231731687303715884105727", null), reader.GetFieldValue<System.Numerics.BigInteger>(9));
        Assert.Equal((1.10m, -0.00001m), (reader.GetDecimal(10), reader.GetDecimal(11)));
        Assert.Equal((0.1f, 1e300), (reader.GetFloat(12), reader.GetDouble(13)));
        Assert.Equal("text", reader.GetString(14));
        Assert.Equal([(byte)'a', 0, 255], reader.GetFieldValue<byte[]>(15));
        Assert.Equal(new DateOnly(2024, 2, 29), reader.GetFieldValue<DateOnly>(16));
        Assert.Equal(new TimeOnly(1, 2, 3, 500), reader.GetFieldValue<TimeOnly>(17));
        Assert.Equal(new DateTime(2024, 2, 29, 1, 2, 3, 123, 456), reader.GetDateTime(18));
        Assert.Equal(new DateTime(2024, 2, 29, 1, 2, 3, DateTimeKind.Utc), reader.GetDateTime(19));
        Assert.Equal(new NpgsqlTypes.NpgsqlInterval(14, 3, 14_706_700_000), reader.GetFieldValue<NpgsqlTypes.NpgsqlInterval>(20));
        Assert.Equal(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"), reader.GetGuid(21));
        Assert.Equal("{\"a\": 1}", reader.GetString(22));
        Assert.Equal([1, null, 3], reader.GetFieldValue<int?[]>(23));
        Assert.Equal(["a b", "c\"d", null, ""], reader.GetFieldValue<string?[]>(24));
        Assert.Equal("{\"x\":1,\"y\":[\"z\"]}", reader.GetString(25));
        Assert.Equal("one", reader.GetString(28));
        Assert.Equal(new DateTimeOffset(1, 1, 2, 1, 2, 3, 250, new TimeSpan(-3, -30, 0)), reader.GetFieldValue<DateTimeOffset>(29));
        Assert.Equal([false, true, false, true], reader.GetFieldValue<System.Collections.BitArray>(30).Cast<bool>());
        Assert.Equal([1, "a b", null, "say \"x\""], reader.GetFieldValue<object?[]>(31));
        Assert.Equal(System.Numerics.BigInteger.Parse("340282366920938463463374607431768211455", null), reader.GetFieldValue<System.Numerics.BigInteger>(32));
        Assert.Equal([Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"), null], reader.GetFieldValue<Guid?[]>(35));
        Assert.Equal(["{\"a\": 1}"], reader.GetFieldValue<string[]>(36));
    }

    [Fact]
    public async Task The_ends_of_the_calendar_and_of_numbers_are_written_as_by_postgresql()
    {
        await using var client = await server.OpenAsync();
        var rows = await client.RowsAsync("""
            select date '0044-03-15 (BC)', date '12024-01-01', 'infinity'::date, '-infinity'::timestamp, timestamp '0001-01-01 (BC) 00:00:00.5',
                'nan'::double, '-inf'::float, 1e15::double, 0.00001::double, interval '-1 month -2 days 03:00:00', 0::decimal(5,3), time '24:00:00', null
            """);
        Assert.Equal(
            ["0044-03-15 BC", "12024-01-01", "infinity", "-infinity", "0001-01-01 00:00:00.5 BC", "NaN", "-Infinity", "1e+15", "1e-05", "-1 mons -2 days +03:00:00", "0.000", "24:00:00", null],
            rows[0]);
    }

    [Fact]
    public async Task Values_of_tables_are_those_over_http()
    {
        await server.MakeAsync(new TableName("main", "mixed"), """
            select i::bigint as id, if(i % 7 = 0, null, 'text ' || i || if(i % 3 = 0, chr(10) || chr(9) || '"', '')) as t,
                if(i % 5 = 0, null, (i * 7 - 3000)::decimal(20,4) / 3) as n, i % 2 = 0 as b, i::integer as k
            from range(3000) r(i)
            """);
        const string Sql = "select id, t, n::decimal(20,6) as n, k from mixed order by id";
        var over = await server.QueryAsync(Sql);
        await using var client = await server.OpenAsync();
        Assert.Equal(over, await client.RowsAsync(Sql));

        await using var connection = await server.ConnectAsync();
        await using var command = new NpgsqlCommand(Sql, connection);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        for (var row = 0; await reader.ReadAsync(TestContext.Current.CancellationToken); row++)
        {
            Assert.Equal(over[row][1], reader.IsDBNull(1) ? null : reader.GetString(1));
            Assert.Equal(over[row][2], reader.IsDBNull(2) ? null : reader.GetDecimal(2).ToString("0.000000", System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public async Task Letters_of_the_catalog_are_told_from_texts()
    {
        await using var client = await server.OpenAsync();
        var answer = await client.AskAsync("with t as (select typtype as kind, typname from pg_type where typname = 'int4') select kind, kind || '', coalesce(kind, 'none'), kind = 'zz' from t");
        Assert.True(answer[0].Type == 'T', answer[0].Text);
        Assert.Equal([18, 25, 25, 16], Oids(answer[0]));
        Assert.Equal(["b", "b", "b", "f"], WireClient.Values(answer[1]));

        await using var connection = await server.ConnectAsync();
        await using var command = new NpgsqlCommand("select typtype, typalign from pg_type where typname = 'int4' and typtype = any($1)", connection) { Parameters = { new() { Value = new[] { "b", "no" } } } };
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        Assert.True(await reader.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal(('b', 'i'), (reader.GetFieldValue<char>(0), reader.GetFieldValue<char>(1)));
    }

    [Fact]
    public async Task Columns_have_the_types_that_the_standard_and_the_catalog_name()
    {
        await using var client = await server.OpenAsync();
        await client.RowsAsync("""
            create table named_types (a character varying(10), b double precision, c timestamp(3) without time zone, d time without time zone, e timestamp(6), f numeric(10),
                g jsonb, h character(3), i timestamp (6) with time zone, j numeric(10, 2)[], k time(3), l char varying)
            """);
        Assert.Equal(
            ["text", "float8", "timestamp", "time", "timestamp", "numeric", "text", "text", "timestamptz", "_numeric", "time", "text"],
            (await client.RowsAsync("select t.typname from pg_attribute a join pg_type t on t.oid = a.atttypid where attrelid = 'named_types'::regclass order by attnum")).Select(row => row[0]));
        Assert.Equal([["{1,2}"]], await client.RowsAsync("select array[1, 2]::_int4"));
    }

    private static List<int> Oids(WireClient.Message description)
    {
        var oids = new List<int>();
        var at = 2;
        while (at < description.Body.Length)
        {
            at = Array.IndexOf(description.Body, (byte)0, at) + 1;
            oids.Add(description.Int32(at + 6));
            at += 18;
        }

        return oids;
    }
}
