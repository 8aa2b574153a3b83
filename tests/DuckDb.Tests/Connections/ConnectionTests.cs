using Talentys.DuckDb.Public;
using Talentys.Kernel;

namespace Talentys.DuckDb.Tests.Connections;

public sealed class ConnectionTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly DuckInstance instance = DuckInstance.Open(new DuckOptions { MemoryBytes = EngineBudget.Least });
    private readonly DuckConnection connection;

    public ConnectionTests() => connection = instance.Connect();

    [Fact]
    public async Task Simple_values_come_back_as_plain_objects()
    {
        var rows = await connection.RowsAsync(
            "select 1::tinyint, 2::ubigint, 1.50::decimal(9,2), 2.5::double, 'é', date '2024-02-29', true, null, '\\x01'::blob", [], None);

        Assert.Equal([1L, 2L, 1.50m, 2.5, "é", new DateOnly(2024, 2, 29), true, null, new byte[] { 1 }], Assert.Single(rows));
    }

    [Fact]
    public async Task Timestamps_with_zone_are_utc_and_others_have_no_kind()
    {
        var rows = await connection.RowsAsync(
            "select timestamptz '2024-01-01 12:00:00+02', timestamp '2024-01-01 12:00:00', time '01:02:03', timestamp_ns '2024-01-01 00:00:00.000000100'",
            [], None);

        var row = Assert.Single(rows);
        Assert.Equal(new DateTime(2024, 1, 1, 10, 0, 0, DateTimeKind.Utc), row[0]);
        Assert.Equal(DateTimeKind.Utc, Assert.IsType<DateTime>(row[0]).Kind);
        Assert.Equal(DateTimeKind.Unspecified, Assert.IsType<DateTime>(row[1]).Kind);
        Assert.Equal(new TimeOnly(1, 2, 3), row[2]);
        Assert.Equal(new DateTime(2024, 1, 1).AddTicks(1), row[3]);
    }

    [Fact]
    public async Task A_statement_that_runs_tells_how_far_it_is()
    {
        await connection.TrackProgressAsync(None);
        await connection.ExecuteAsync("create table t as select range as i from range(10000000)", None);
        using var stop = new CancellationTokenSource();
        var running = connection.ExecuteAsync("copy (select md5(md5(md5(i::varchar))) as x from t) to '/dev/null' (format csv)", stop.Token);

        double? share = null;
        while (!running.IsCompleted && share is not > 0)
        {
            share = connection.Progress;
            await Task.WhenAny(running, Task.Delay(10, None));
        }

        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        Assert.InRange(share ?? 0, double.Epsilon, 1);
    }

    [Fact]
    public async Task Hugeints_are_decimals_where_they_fit_and_text_where_not()
    {
        var rows = await connection.RowsAsync(
            "select sum(i), 12345678901234567890123456789012345678::hugeint, -0.00000000000000000000000000000000000001::decimal(38,38) from range(3) t(i)",
            [], None);

        Assert.Equal([3m, "12345678901234567890123456789012345678", "-0.00000000000000000000000000000000000001"], Assert.Single(rows));
    }

    [Fact]
    public async Task Nested_values_are_arrays_and_dictionaries()
    {
        var rows = await connection.RowsAsync(
            "select [1, null, 3], {'a': 1, 'b': ['x']}, map {'k': 2}, [[1], []]::int[][], [7, 8]::int[2], 'b'::enum('a', 'b'), ['b'::enum('a', 'b')]",
            [], None);

        var row = Assert.Single(rows);
        Assert.Equal([1L, null, 3L], Assert.IsType<object?[]>(row[0]));
        var fields = Assert.IsType<Dictionary<string, object?>>(row[1]);
        Assert.Equal(1L, fields["a"]);
        Assert.Equal(["x"], Assert.IsType<object?[]>(fields["b"]));
        Assert.Equal(2L, Assert.IsType<Dictionary<string, object?>>(row[2])["k"]);
        Assert.Equal([1L], Assert.IsType<object?[]>(Assert.IsType<object?[]>(row[3])[0]));
        Assert.Equal([7L, 8L], Assert.IsType<object?[]>(row[4]));
        Assert.Equal("b", row[5]);
        Assert.Equal(["b"], Assert.IsType<object?[]>(row[6]));
    }

    [Fact]
    public async Task Other_types_are_text()
    {
        var rows = await connection.RowsAsync(
            "select 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid, '{\"a\": 1}'::json, interval '1 month 2 days 3.5 seconds', 'infinity'::date",
            [], None);

        Assert.Equal(
            ["a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "{\"a\": 1}", "P1M2DT3.5S", "infinity"], Assert.Single(rows));
    }

    [Fact]
    public async Task Parameters_are_bound_by_position_whatever_their_type()
    {
        object?[] values =
        [
            null, true, 5L, 6, 2.5, -1.25m, "it's é", new DateOnly(2024, 2, 29), new DateTime(2024, 1, 1, 1, 2, 3, DateTimeKind.Utc),
            new byte[] { 0, 1 }, new TimeOnly(1, 2, 3), "",
        ];
        var marks = string.Join(", ", values.Select((_, index) => $"${index + 1}"));

        var row = Assert.Single(await connection.RowsAsync($"select {marks}", values, None));

        values[3] = 6L;
        Assert.Equal(values, row);
    }

    [Fact]
    public async Task Too_few_parameters_are_told()
    {
        var failure = await Assert.ThrowsAsync<FaultException>(() => connection.RowsAsync("select ? + ?", [1], None));

        Assert.Equal("engine.sql_error", failure.Fault.Code);
    }

    [Fact]
    public async Task An_empty_result_has_a_schema()
    {
        await using var result = await connection.QueryAsync("select 1 as a, 'x' as b where false", [], None);

        Assert.Equal(["a", "b"], result.Schema.FieldsList.Select(field => field.Name));
        Assert.Null(await result.NextAsync(None));
    }

    [Fact]
    public async Task Several_statements_run_in_order()
    {
        await connection.ExecuteAsync("create table t (i int); insert into t values (1), (2); insert into t select i + 2 from t;", None);

        Assert.Equal(4, await connection.ScalarAsync<int>("select count(*) from t", [], None));
    }

    [Fact]
    public async Task Pivot_runs_as_one_statement()
    {
        await connection.ExecuteAsync("create table sales as select * from (values ('a', 2023, 1), ('a', 2024, 2)) t(item, year, amount)", None);

        var rows = await connection.RowsAsync("pivot sales on year using sum(amount)", [], None);

        Assert.Equal(["a", 1m, 2m], Assert.Single(rows));
    }

    [Theory]
    [InlineData("select\n  missing_column from range(3)", "engine.sql_error", "line 2, column 3")]
    [InlineData("selec 1", "engine.sql_error", "line 1, column 1")]
    [InlineData("select * from nothing_here", "engine.sql_error", "line 1, column 15")]
    [InlineData("select 'é', missing_column", "engine.sql_error", "line 1, column 13")]
    [InlineData("select 'x'::int", "engine.sql_error", "line 1, column 11")]
    public async Task Errors_name_the_place(string sql, string code, string? place)
    {
        var failure = await Assert.ThrowsAsync<FaultException>(() => connection.RowsAsync(sql, [], None));

        Assert.Equal(code, failure.Fault.Code);
        Assert.Equal(place, failure.Fault.Place);
        Assert.DoesNotContain('\n', failure.Fault.Message);
        Assert.DoesNotContain("LINE", failure.Fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_in_the_middle_of_a_result_is_told_when_it_is_reached()
    {
        await using var result = await connection.QueryAsync(
            "select case when i = 900000 then error('here') else i end from range(1000000) t(i)", [], None);
        var failure = await Assert.ThrowsAsync<FaultException>(async () =>
        {
            while (await result.NextAsync(None) is { } batch)
            {
                batch.Dispose();
            }
        });

        Assert.Contains("here", failure.Fault.Message, StringComparison.Ordinal);
        Assert.Equal(1, await connection.ScalarAsync<int>("select 1", [], None));
    }

    [Fact]
    public async Task Too_little_memory_is_a_limit()
    {
        using var small = DuckInstance.Open(new DuckOptions { MemoryBytes = EngineBudget.Least, SpillFolder = "" });
        using var user = small.Connect();

        var failure = await Assert.ThrowsAsync<FaultException>(() =>
            user.RowsAsync("select list(i) from range(100000000) t(i)", [], None));

        Assert.Equal("engine.out_of_memory", failure.Fault.Code);
        Assert.Equal(FaultKind.Limit, failure.Fault.Kind);
    }

    [Fact]
    public async Task A_full_disk_is_told_as_such()
    {
        var failure = await Assert.ThrowsAsync<FaultException>(() =>
            connection.ExecuteAsync("copy (select hash(i) from range(1000000) t(i)) to '/dev/full' (format csv)", None));

        Assert.Equal(("engine.disk_full", FaultKind.Limit), (failure.Fault.Code, failure.Fault.Kind));
    }

    [Fact]
    public async Task A_cancelled_token_interrupts_and_the_connection_goes_on()
    {
        using var source = new CancellationTokenSource();
        var running = connection.RowsAsync("select count(*) from range(100000000000) t(i) where i % 7 = 3", [], source.Token);
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(1, await connection.ScalarAsync<int>("select 1", [], None));
    }

    [Fact]
    public async Task Two_connections_work_at_once()
    {
        using var other = instance.Connect();
        await using var open = await connection.QueryAsync("select i from range(1000000) t(i)", [], None);
        using var first = await open.NextAsync(None);

        Assert.Equal(499999500000m, await other.ScalarAsync<decimal>("select sum(i) from range(1000000) t(i)", [], None));
        Assert.NotNull(await open.NextAsync(None));
    }

    [Fact]
    public async Task A_connection_tells_that_its_result_is_still_open()
    {
        await using var open = await connection.QueryAsync("select i from range(1000000) t(i)", [], None);

        await Assert.ThrowsAsync<InvalidOperationException>(() => connection.RowsAsync("select 1", [], None));
    }

    public void Dispose()
    {
        connection.Dispose();
        instance.Dispose();
    }
}
