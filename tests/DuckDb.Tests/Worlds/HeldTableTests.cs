using Talentys.DuckDb.Public;
using Talentys.Kernel;

namespace Talentys.DuckDb.Tests.Worlds;

public sealed class HeldTableTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("held").FullName;
    private readonly LocalEngine engine = new(new EngineOptions { MemoryBytesPerOrganisation = EngineBudget.Least });

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await engine.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Rows_that_are_asked_for_again_are_held_for_all_who_see_a_part_of_them()
    {
        await WriteAsync("t", "select range as id, range * 2 as n from range(10)");
        Assert.Equal(90L, await SumAsync("one", "t"));
        Assert.Empty(engine.Held);
        Assert.Equal(90L, await SumAsync("one", "t"));
        Assert.Equal(["t"], engine.Held);
        Assert.Equal(20L, await SumAsync("two", "t", where: "id < 5"));
        Assert.Equal(90L, await SumAsync("one", "t"));

        File.Delete(Path.Combine(folder, "t.parquet"));
        Assert.Equal(90L, await SumAsync("one", "t"));
        Assert.Equal(20L, await SumAsync("three", "t", where: "id < 5"));
    }

    [Fact]
    public async Task Another_version_of_a_table_is_another_table()
    {
        await WriteAsync("t1", "select range as id, range as n from range(3)");
        await WriteAsync("t2", "select range as id, range as n from range(5)");
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(3L, await SumAsync("one", "t1", view: "t"));
            Assert.Equal(10L, await SumAsync("one", "t2", view: "t"));
        }

        Assert.Equal(["t1", "t2"], engine.Held.Order());
    }

    [Fact]
    public async Task Those_unused_for_longest_make_room_and_what_does_not_fit_is_read_from_its_file()
    {
        for (var table = 0; table < 6; table++)
        {
            await WriteAsync($"t{table}", $"select range as id, {table} as n, hash(range) as noise from range(500000)"); // 10 MB each; the engine holds 32 MB
            Assert.Equal(table * 500_000L, await SumAsync("one", $"t{table}"));
            Assert.Equal(table * 500_000L, await SumAsync("one", $"t{table}"));
        }

        Assert.InRange(engine.Held.Count, 1, 4);
        Assert.Contains("t5", engine.Held);
        Assert.DoesNotContain("t0", engine.Held);
        Assert.Equal(0L, await SumAsync("one", "t0"));
        Assert.Equal(0L, await SumAsync("one", "t0"));
        Assert.Contains("t0", engine.Held);

        await WriteAsync("large", "select range as id, 1 as n, hash(range) as noise from range(3000000)");
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(3_000_000L, await SumAsync("one", "large"));
        }

        Assert.DoesNotContain("large", engine.Held);
    }

    [Fact]
    public async Task Many_at_once_have_the_right_rows_while_others_make_room()
    {
        const int Tables = 8;
        for (var table = 0; table < Tables; table++)
        {
            await WriteAsync($"t{table}", $"select range as id, {table} as n, hash(range) as noise from range(400000)");
        }

        await Parallel.ForEachAsync(Enumerable.Range(0, 160), new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (i, _) =>
            Assert.Equal(i * 31 % Tables * 400_000L, await SumAsync($"w{i % 3}", $"t{i * 31 % Tables}")));
    }

    [Fact]
    public async Task A_file_that_is_missing_is_told_each_time()
    {
        for (var i = 0; i < 3; i++)
        {
            Assert.StartsWith("engine.", (await Assert.ThrowsAsync<FaultException>(() => SumAsync("one", "nothing"))).Fault.Code, StringComparison.Ordinal);
        }

        Assert.Empty(engine.Held);
    }

    private async Task WriteAsync(string name, string sql)
    {
        using var instance = DuckInstance.Open(new DuckOptions { MemoryBytes = EngineBudget.Least });
        using var connection = instance.Connect();
        await connection.ExecuteAsync($"COPY ({sql}) TO {SqlText.Literal(Path.Combine(folder, $"{name}.parquet"))}", TestContext.Current.CancellationToken);
    }

    private async Task<long> SumAsync(string world, string name, string view = "v", string where = "true")
    {
        var select = $"SELECT * FROM read_parquet({SqlText.Literal(Path.Combine(folder, $"{name}.parquet"))})";
        var statement = new EngineStatement
        {
            Sql = $"select sum(n)::bigint from {view}",
            World = world,
            Views =
            [
                new WorldView("main", view, $"{name} {where}", $"SELECT * FROM ({select}) WHERE {where}")
                {
                    Held = new HeldRows(name, select, $"SELECT * FROM {HeldRows.TableOf(name)} WHERE {where}"),
                },
            ],
        };
        await using var result = await engine.RunAsync(statement, TestContext.Current.CancellationToken);
        using var batch = await result.NextAsync(TestContext.Current.CancellationToken);
        return (long)ArrowValues.At(batch!.Column(0), 0)!;
    }
}
