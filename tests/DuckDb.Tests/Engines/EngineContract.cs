using Apache.Arrow.Types;
using Talentys.DuckDb.Public;
using Talentys.Kernel;

namespace Talentys.DuckDb.Tests.Engines;

/// <summary>What every engine behind the port promises.</summary>
public abstract class EngineContract : IAsyncLifetime
{
    protected const string Endless = "select count(*) from range(1000000000000) t(i) where i % 7 = 3";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("talentys-");
    private IEngine? engine;

    protected IEngine Engine => engine ??= Open(new EngineOptions
    {
        MemoryBytesPerOrganisation = EngineBudget.Least,
        AllowedFolders = [folder.FullName],
        SpillFolder = Path.Combine(folder.FullName, "spill"),
        Grace = TimeSpan.FromSeconds(1),
    });

    protected static CancellationToken None => CancellationToken.None;

    protected abstract IEngine Open(EngineOptions options);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        if (engine is not null)
        {
            await engine.DisposeAsync();
        }

        folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Values_of_all_types_arrive()
    {
        var rows = await Engine.RowsAsync("""
            select true, 1::tinyint, 18446744073709551615::ubigint, 1.25::decimal(38,2), 'é', null, date '2024-02-29',
                timestamptz '2024-01-01 00:00:00Z', '\x00'::blob, [1, null], {'a': [{'b': 'x'}]}, map {'k': 1},
                (12345678901234567890123456789012345678)::hugeint, 'b'::enum('a', 'b'), interval '1 day', 1.5::float, []::int[],
                '0b9cd1b6-5eb5-4c2c-9d5b-6d0e3d9d1c55'::uuid, ['b'::enum('a', 'b')]
            """);

        var row = Assert.Single(rows);
        Assert.Equal(
            [true, 1L, 18446744073709551615m, 1.25m, "é", null, new DateOnly(2024, 2, 29), new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc), new byte[] { 0 }],
            row[..9]);
        Assert.Equal([1L, null], Assert.IsType<object?[]>(row[9]));
        var inner = Assert.IsType<object?[]>(Assert.IsType<Dictionary<string, object?>>(row[10])["a"]);
        Assert.Equal("x", Assert.IsType<Dictionary<string, object?>>(inner[0])["b"]);
        Assert.Equal(1L, Assert.IsType<Dictionary<string, object?>>(row[11])["k"]);
        Assert.Equal(["12345678901234567890123456789012345678", "b", "P0M1DT0S", 1.5], row[12..16]);
        Assert.Empty(Assert.IsType<object?[]>(row[16]));
        Assert.Equal("0b9cd1b6-5eb5-4c2c-9d5b-6d0e3d9d1c55", row[17]);
        Assert.Equal(["b"], Assert.IsType<object?[]>(row[18]));
    }

    [Theory]
    [InlineData("select 5::uhugeint", 5L)]
    [InlineData("select 12345678901234567890123::bignum", "12345678901234567890123")]
    [InlineData("select -12345678901234567890123::bignum", "-12345678901234567890123")]
    [InlineData("select -256::bignum", "-256")]
    [InlineData("select 0::bignum", "0")]
    [InlineData("select '01:02:03+02'::timetz", null)]
    [InlineData("select union_value(num := 7)", 7L)]
    [InlineData("select '101'::bit", null)]
    [InlineData("select null", null)]
    [InlineData("select [null]", null)]
    [InlineData("select {'a': null}", null)]
    [InlineData("select 1 as a, 5 as a", 1L)]
    [InlineData("select time_ns '01:02:03.000000100'", null)]
    [InlineData("select ''::blob, ''", null)]
    [InlineData("select count(*) from range(10) where false", 0L)]
    [InlineData("explain select 1", null)]
    [InlineData("describe select 1 as a", "a")]
    [InlineData("summarize select 1 as a", "a")]
    [InlineData("pivot (select 'x' as k, 1 as v) on k using sum(v)", null)]
    public async Task Rare_types_and_statements_arrive_too(string sql, object? first)
    {
        var row = Assert.Single(await Engine.RowsAsync(sql));

        if (first is not null)
        {
            Assert.Equal($"{first}", $"{row[0]}");
        }
    }

    [Fact]
    public async Task Numbers_of_any_length_arrive_as_their_digits()
    {
        var digits = string.Concat(Enumerable.Repeat("98", 400));

        var rows = await Engine.RowsAsync($"select ('-{digits}')::bignum, i::bignum, null::bignum, '{digits}'::bignum from range(253, 260) t(i)");

        Assert.Equal(Enumerable.Range(253, 7).Select(number => $"{number}"), rows.Select(row => row[1]));
        Assert.All(rows, row => Assert.Equal([$"-{digits}", null, digits], new[] { row[0], row[2], row[3] }));
    }

    [Fact]
    public async Task A_type_that_cannot_travel_is_refused_by_its_name()
    {
        var failure = await Assert.ThrowsAnyAsync<FaultException>(() => Engine.RowsAsync("select 1::variant"));

        Assert.Contains("VARIANT", failure.Fault.Message, StringComparison.Ordinal);
        Assert.Equal(1L, (await Engine.RowsAsync("select 1"))[0][0]);
    }

    [Fact]
    public async Task Long_results_arrive_whole_in_order_and_in_large_batches()
    {
        await using var result = await Engine.RunAsync(
            new EngineStatement { Sql = "select i, i % 3 = 0 as third, case when i % 5 > 0 then 'text ' || i end as t, [i] as l from range(300000) t(i)" }, None);
        var next = 0L;
        var batches = 0;
        while (await result.NextAsync(None) is { } batch)
        {
            using (batch)
            {
                batches++;
                for (var row = 0; row < batch.Length; row++, next++)
                {
                    var values = ArrowValues.Row(batch, row);
                    Assert.Equal([next, next % 3 == 0, next % 5 > 0 ? $"text {next}" : null], values[..3]);
                    Assert.Equal(next, Assert.IsType<object?[]>(values[3])[0]);
                }
            }
        }

        Assert.Equal(300000, next);
        Assert.InRange(batches, 1, 20);
    }

    [Fact]
    public async Task Filtered_chunks_of_odd_sizes_are_joined_rightly()
    {
        var rows = await Engine.RowsAsync("""
            select i, case when i % 7 = 0 then null else i % 2 = 0 end, case when i % 11 = 0 then null else i::varchar end
            from range(100000) t(i) where hash(i) % 5 = 0
            """);

        Assert.NotEmpty(rows);
        Assert.All(rows, row =>
        {
            var number = Assert.IsType<long>(row[0]);
            Assert.Equal(number % 7 == 0 ? null : number % 2 == 0, row[1]);
            Assert.Equal(number % 11 == 0 ? null : $"{number}", row[2]);
        });
    }

    [Fact]
    public async Task An_empty_result_has_a_schema()
    {
        await using var result = await Engine.RunAsync(new EngineStatement { Sql = "select 1::decimal(9,2) as a where false" }, None);

        var field = Assert.Single(result.Schema.FieldsList);
        Assert.Equal(("a", 2), (field.Name, Assert.IsType<Decimal128Type>(field.DataType).Scale));
        Assert.Null(await result.NextAsync(None));
        Assert.Null(await result.NextAsync(None));
    }

    [Fact]
    public async Task The_first_rows_of_an_endless_result_come_at_once()
    {
        await using var result = await Engine.RunAsync(
            new EngineStatement { Sql = "select i, repeat('x', 100) from range(1000000000000) t(i)" }, None);

        using var batch = await result.NextAsync(None);

        Assert.NotNull(batch);
    }

    [Fact]
    public async Task Parameters_are_bound_by_position_and_by_name()
    {
        var byPosition = await Engine.RowsAsync(new EngineStatement { Sql = "select $2, $1, $3", Parameters = ["é", 2.5m, new DateOnly(2024, 1, 1)] });
        var byName = await Engine.RowsAsync(new EngineStatement
        {
            Sql = "select $b + 1, $a",
            NamedParameters = new Dictionary<string, object?> { ["a"] = null, ["b"] = 41L },
        });

        Assert.Equal([2.5m, "é", new DateOnly(2024, 1, 1)], Assert.Single(byPosition));
        Assert.Equal([42L, null], Assert.Single(byName));
    }

    [Fact]
    public async Task A_wrong_statement_is_told_with_its_place()
    {
        var failure = await Assert.ThrowsAnyAsync<FaultException>(() => Engine.RowsAsync("select 1,\n  nothing"));

        Assert.Equal(("engine.sql_error", FaultKind.Invalid, "line 2, column 3"), (failure.Fault.Code, failure.Fault.Kind, failure.Fault.Place));
    }

    [Fact]
    public async Task A_failure_in_the_middle_is_told_after_the_rows_before_it()
    {
        await using var result = await Engine.RunAsync(
            new EngineStatement { Sql = "select case when i = 900000 then error('here') else i end from range(1000000) t(i)" }, None);
        var rows = 0L;
        var failure = await Assert.ThrowsAnyAsync<FaultException>(async () =>
        {
            while (await result.NextAsync(None) is { } batch)
            {
                rows += batch.Length;
                batch.Dispose();
            }
        });

        Assert.Contains("here", failure.Fault.Message, StringComparison.Ordinal);
        Assert.True(rows > 0);
    }

    [Fact]
    public async Task A_cancelled_statement_ends_and_others_go_on()
    {
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Engine.RowsAsync(Endless, source.Token));

        Assert.Equal(1L, (await Engine.RowsAsync("select 1"))[0][0]);
    }

    [Fact]
    public async Task A_statement_that_takes_too_long_is_stopped()
    {
        var failure = await Assert.ThrowsAnyAsync<FaultException>(() =>
            Engine.RowsAsync(new EngineStatement { Sql = Endless, Timeout = TimeSpan.FromMilliseconds(200) }));

        Assert.Equal(("engine.timeout", FaultKind.Limit), (failure.Fault.Code, failure.Fault.Kind));
    }

    [Fact]
    public async Task A_result_may_be_left_before_its_end()
    {
        await using (var result = await Engine.RunAsync(new EngineStatement { Sql = "select i from range(1000000000000) t(i)" }, None))
        {
            (await result.NextAsync(None))?.Dispose();
        }

        Assert.Equal(1L, (await Engine.RowsAsync("select 1"))[0][0]);
    }

    [Fact]
    public async Task Two_statements_run_at_once()
    {
        await using var open = await Engine.RunAsync(new EngineStatement { Sql = "select i from range(5000000) t(i)" }, None);
        using var first = await open.NextAsync(None);

        var other = await Engine.RowsAsync("select 2");

        Assert.Equal(2L, other[0][0]);
        using var second = await open.NextAsync(None);
        Assert.NotNull(second);
    }

    [Fact]
    public async Task A_world_shows_its_views_by_schema_and_the_main_ones_by_name()
    {
        var statement = new EngineStatement
        {
            Sql = "select o.id, shop.orders.name, t.x from shop.orders join shop.orders o using (id) cross join t",
            World = "world_a",
            Views = [new("shop", "orders", "1", "select 1 as id, 'n' as name"), new("main", "t", "1", "select 9 as x")],
        };

        Assert.Equal([1L, "n", 9L], Assert.Single(await Engine.RowsAsync(statement)));
        Assert.Equal([1L, "n", 9L], Assert.Single(await Engine.RowsAsync(statement)));
    }

    [Fact]
    public async Task Worlds_do_not_see_each_other()
    {
        await Engine.RowsAsync(new EngineStatement { Sql = "select * from v", World = "one", Views = [new("main", "v", "1", "select 1 as a")] });

        await Assert.ThrowsAnyAsync<FaultException>(() => Engine.RowsAsync(new EngineStatement { Sql = "select * from v", World = "two" }));
    }

    [Fact]
    public async Task What_a_statement_makes_is_gone_with_it()
    {
        await Engine.RowsAsync("create temp table mine as select 1");

        await Assert.ThrowsAnyAsync<FaultException>(() => Engine.RowsAsync("select * from mine"));
    }

    [Fact]
    public async Task Views_replaced_by_others_are_not_seen_by_a_statement_that_has_begun()
    {
        static EngineStatement At(int version) => new()
        {
            Sql = "select v.version, (select max(version) from s.w) from s.v, range(20000)",
            World = "busy",
            Views =
            [
                new("s", "v", $"{version}", $"select {version} as version from range(2)"),
                new("s", "w", $"{version}", $"select {version} as version"),
            ],
        };

        await Task.WhenAll(Enumerable.Range(0, 60).Select(version => Task.Run(async () =>
        {
            var rows = await Engine.RowsAsync(At(version));
            Assert.Equal(40000, rows.Count);
            Assert.All(rows, row => Assert.Equal([(long)version, (long)version], row));
        })));
    }

    [Theory]
    [InlineData("select * from read_csv('/etc/passwd')")]
    [InlineData("from '/etc/passwd'")]
    [InlineData("attach '/tmp/talentys-x.db'")]
    [InlineData("set memory_limit = '10GB'")]
    public async Task Other_files_and_settings_are_refused(string sql)
    {
        var failure = await Assert.ThrowsAnyAsync<FaultException>(() => Engine.RowsAsync(sql));

        Assert.Equal("engine.sql_error", failure.Fault.Code);
    }
}
