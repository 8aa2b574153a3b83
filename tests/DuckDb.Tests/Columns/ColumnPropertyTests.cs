using CsCheck;
using Talentys.DuckDb.Public;

namespace Talentys.DuckDb.Tests.Columns;

public sealed class ColumnPropertyTests : IDisposable
{
    private readonly DuckInstance instance = DuckInstance.Open(new DuckOptions { MemoryBytes = EngineBudget.Least, Threads = 1 });

    /// <summary>The batch says the same of each row as the engine's own text of it, whatever is filtered and null.</summary>
    [Fact]
    public void Batches_say_what_the_engine_says()
    {
        Gen.Select(Gen.Int[0, 9000], Gen.Int[1, 9], Gen.Int[1, 9], Gen.Int[0, 40]).Sample(
            (rows, keep, nulls, length) => Agree(rows, keep, nulls, length).GetAwaiter().GetResult(), iter: 60);
    }

    public void Dispose() => instance.Dispose();

    private async Task Agree(int rows, int keep, int nulls, int length)
    {
        using var connection = instance.Connect();
        await connection.ExecuteAsync(
            $"""
            create temp table t as select
                case when hash(i) % {nulls} = 0 then null else hash(i) % 2 = 0 end as truth,
                case when hash(i + 1) % {nulls} = 0 then null else repeat(chr(97 + (i % 26)::int), (hash(i) % {length + 1})::int) end as txt,
                case when hash(i + 2) % {nulls} = 0 then null else (i * 1.01)::decimal(9, 2) end as d4,
                case when hash(i + 3) % {nulls} = 0 then null else (-i * 1.01)::decimal(18, 2) end as d8,
                case when hash(i + 4) % {nulls} = 0 then null else (i::decimal(38, 5)) end as d16,
                case when hash(i + 5) % {nulls} = 0 then null else i::smallint end as small,
                case when hash(i + 6) % {nulls} = 0 then null else [i, null] end as list
            from range({rows}) r(i) where hash(i + 7) % {keep} = 0
            """,
            CancellationToken.None);

        var seen = await connection.RowsAsync("from t", [], CancellationToken.None);
        var told = await connection.RowsAsync("select truth::int, txt, d4::text, d8::text, d16::text, small::int, list::text from t", [], CancellationToken.None);

        Assert.Equal(told.Count, seen.Count);
        for (var row = 0; row < seen.Count; row++)
        {
            Assert.Equal(told[row], seen[row].Select(AsText));
        }
    }

    private static object? AsText(object? value) => value switch
    {
        bool truth => truth ? 1L : 0L,
        decimal number => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        object?[] list => $"[{string.Join(", ", list.Select(item => item ?? "NULL"))}]",
        _ => value,
    };
}
