using System.Globalization;
using System.Numerics;
using CsCheck;
using Talentys.DuckDb.Public;
using Talentys.Lake.Partitions;
using Talentys.Lake.Public;
using Talentys.Lake.Types;

namespace Talentys.Lake.Tests.Partitions;

public sealed class TransformTests
{
    private static readonly Transform[] Times = [.. Enum.GetValues<TimeUnit>().Select(unit => (Transform)new Transform.Time(unit))];

    private static readonly DateTime Epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    // the values of appendix B of the spec
    public static TheoryData<object, int> Hashes => new()
    {
        { 34, 2017239379 },
        { 34L, 2017239379 },
        { new BigInteger(1420), -500754589 },
        { 17486, -653330422 },
        { 81_068_000_000L, -662762989 },
        { 1_510_871_468_000_000L, -2047944441 },
        { 1_510_871_468_000_001L, -1207196810 },
        { "iceberg", 1210000089 },
        { new Guid("f79c3e09-677c-4bbd-a479-3f349cb785e7").ToByteArray(bigEndian: true), 1488055340 },
        { new byte[] { 0, 1, 2, 3 }, -188683207 },
    };

    [Theory]
    [MemberData(nameof(Hashes))]
    public void Buckets_hash_as_the_specification_does(object value, int hash)
    {
        Assert.Equal(hash, BucketHash.Of(value));
        Assert.Equal((hash & int.MaxValue) % 16, new Transform.Bucket(16).Apply(value));
    }

    [Fact]
    public void Truncation_is_that_of_the_specification()
    {
        var ten = new Transform.Truncate(10);
        Assert.Equal([0, 0, 10, -10, -10, -20], new object[] { 1, 9, 10, -1, -10, -11 }.Select(ten.Apply));
        Assert.Equal([0L, 10L, -10L], new object[] { 1L, 10L, -1L }.Select(ten.Apply));
        Assert.Equal(new BigInteger(1060), new Transform.Truncate(50).Apply(new BigInteger(1065)) is BigInteger value ? value + 10 : 0);
        Assert.Equal(new BigInteger(-10), ten.Apply(new BigInteger(-5)));
        Assert.Equal("ice", new Transform.Truncate(3).Apply("iceberg"));
        Assert.Equal("ab", new Transform.Truncate(3).Apply("ab"));
        Assert.Equal("a\U0001F600b", new Transform.Truncate(3).Apply("a\U0001F600bc"));
        Assert.Equal([1, 2, 3], (byte[])new Transform.Truncate(3).Apply(new byte[] { 1, 2, 3, 4 })!);
        Assert.Null(ten.Apply(null));
        Assert.Null(new Transform.Void().Apply(5));
    }

    [Fact]
    public void Times_count_from_1970_and_down_before_it()
    {
        Assert.Equal([0, 0, 0, 0], Times.Select(time => time.Apply(0L)));
        Assert.Equal([-1, -1, -1, -1], Times.Select(time => time.Apply(-1L)));
        Assert.Equal([47, 575, 17501, 420034], Times.Select(time => time.Apply(1_512_123_456_000_000L)));
        Assert.Equal([-1, -1, -1], Times.Take(3).Select(time => time.Apply(-1)));
        Gen.DateTime[new DateTime(1, 1, 1, 0, 0, 0, DateTimeKind.Utc), new DateTime(9999, 12, 31, 0, 0, 0, DateTimeKind.Utc)].Sample(moment =>
        {
            var micros = (moment.Ticks - Epoch.Ticks - ((moment.Ticks % 10 + 10) % 10)) / 10;
            object[] expected =
            [
                moment.Year - 1970, ((moment.Year - 1970) * 12) + moment.Month - 1, (moment.Date - Epoch).Days,
                (int)Math.Floor((moment - Epoch).TotalHours),
            ];
            Assert.Equal(expected, Times.Select(time => time.Apply(micros)));
            Assert.Equal(expected.Take(3), Times.Take(3).Select(time => time.Apply((moment.Date - Epoch).Days)));
        }, iter: 2000);
    }

    [Fact]
    public async Task The_engine_computes_the_same()
    {
        using var engine = DuckInstance.Open(new DuckOptions { MemoryBytes = EngineBudget.Least });
        using var connection = engine.Connect();
        await connection.RowsAsync("SET TimeZone = 'America/New_York'", [], default);
        var longs = Gen.OneOf(Gen.Long, Gen.Long[-100_000, 100_000], OneOf(long.MinValue, long.MinValue + 3, long.MaxValue, 0, -1, 34)).Array[60].Single();
        var ints = Gen.OneOf(Gen.Int, Gen.Int[-1000, 1000], OneOf(int.MinValue, int.MinValue + 3, int.MaxValue)).Array[60].Single();
        var days = Gen.Int[-2_000_000, 2_000_000].Array[60].Single();
        var micros = Gen.OneOf(Gen.Long[-9_000_000_000_000_000, 9_000_000_000_000_000_000], Gen.Long[-4_000_000_000, 4_000_000_000],
            OneOf(long.MaxValue, -long.MaxValue)).Array[60].Single();
        var bytes = Gen.Byte.Array[0, 21].Array[40].Single();
        var prices = Gen.Long[-999_999_999_999_999_999, 999_999_999_999_999_999].Array[40].Single().Concat([0, -1, 127, 128, -128, -129, 255, 256, -256, -32768, 32768, 1420]).ToList();
        string[] texts = ["", "a", "abcd", "abcde", "abcdefghijklm", "iceberg", "e\u0301e\u0301e\u0301", "a\U0001F600\U0001F600b", "日本語テキスト"];
        await AgreeAsync(connection, new(PrimitiveKind.Int), ints.Select(value => ((object)value, $"'{value}'::INTEGER")));
        await AgreeAsync(connection, new(PrimitiveKind.Long), longs.Select(value => ((object)value, Invariant($"'{value}'::BIGINT"))));
        await AgreeAsync(connection, new(PrimitiveKind.Date), days.Select(value => ((object)value, Invariant($"DATE '1970-01-01' + {value}"))));
        await AgreeAsync(connection, new(PrimitiveKind.Time), micros.Select(value => Math.Abs(value % 86_400_000_000)).Select(value => ((object)value, Invariant($"TIME '00:00:00' + to_microseconds({value})"))));
        await AgreeAsync(connection, new(PrimitiveKind.Timestamp), micros.Select(value => ((object)value, Moment(value, "TIMESTAMP"))));
        await AgreeAsync(connection, new(PrimitiveKind.TimestampTz), micros.Select(value => ((object)value, Moment(value, "TIMESTAMPTZ"))));
        await AgreeAsync(connection, new(PrimitiveKind.Binary), bytes.Select(value => ((object)value, $"unhex('{Convert.ToHexString(value)}')")));
        await AgreeAsync(connection, new(PrimitiveKind.Uuid), bytes.Select(value => ((object)(byte[])[.. value, .. new byte[16]])).Select(value => ((byte[])value)[..16])
            .Select(value => ((object)value, $"'{new Guid(value, bigEndian: true)}'::UUID")));
        await AgreeAsync(connection, new(PrimitiveKind.Decimal, 18, 2), prices.Select(value => ((object)(BigInteger)value, Invariant($"CAST('{value}' AS HUGEINT)::DECIMAL(38,0) * 0.01::DECIMAL(2,2)"))));
        await AgreeAsync(connection, new(PrimitiveKind.Decimal, 38, 0), prices.Select(value => ((object)((BigInteger)value * value * 4), Invariant($"CAST('{(BigInteger)value * value * 4}' AS HUGEINT)::DECIMAL(38,0)"))));
        await AgreeAsync(connection, new(PrimitiveKind.String), texts.Select(value => ((object)value, $"'{value}'")));
    }

    private static async Task AgreeAsync(DuckConnection connection, IcebergType.Primitive type, IEnumerable<(object Value, string Sql)> values)
    {
        var rows = values.ToList();
        Transform[] transforms = [new Transform.Identity(), new Transform.Bucket(1), new Transform.Bucket(1000), new Transform.Truncate(3), new Transform.Truncate(1_000_000_007), .. Times];
        foreach (var transform in transforms.Where(one => one.Takes(type)))
        {
            var sql = transform.Sql("v", type);
            Assert.NotNull(sql);
            var text = transform.ResultType(type).Kind == PrimitiveKind.Date ? "(p - DATE '1970-01-01')::VARCHAR"
                : transform.ResultType(type).Kind == PrimitiveKind.Binary ? "hex(p)"
                : transform.ResultType(type).Kind == PrimitiveKind.Decimal ? "replace(p::VARCHAR, '.', '')::HUGEINT::VARCHAR"
                : transform is Transform.Identity && type.Kind is PrimitiveKind.Time or PrimitiveKind.Timestamp or PrimitiveKind.TimestampTz or PrimitiveKind.Uuid ? "'same'"
                : "p::VARCHAR";
            var answers = await connection.RowsAsync(
                $"SELECT {text}, typeof(p) FROM (SELECT i, {sql} AS p FROM (SELECT i, CAST(v AS {EngineTypeName.Of(type)}) AS v FROM (VALUES {string.Join(", ", rows.Select((row, i) => $"({i}, {row.Sql})"))}) t(i, v))) ORDER BY i", [], default);
            Assert.Equal(
                rows.Select(row => (row.Value, text == "'same'" ? "same" : Shown(transform.Apply(row.Value)))),
                rows.Zip(answers, (row, answer) => (row.Value, (string?)answer[0])));
            Assert.Equal(EngineTypeName.Of(transform.ResultType(type)), answers[0][1]);
        }
    }

    [Theory]
    [InlineData(PrimitiveKind.Int)]
    [InlineData(PrimitiveKind.Long)]
    [InlineData(PrimitiveKind.Decimal)]
    [InlineData(PrimitiveKind.Date)]
    [InlineData(PrimitiveKind.Timestamp)]
    [InlineData(PrimitiveKind.String)]
    [InlineData(PrimitiveKind.Binary)]
    internal void A_row_that_fulfils_a_condition_is_in_a_partition_that_fulfils_its_projection(PrimitiveKind kind)
    {
        var type = new IcebergType.Primitive(kind, 9, 2);
        Transform[] transforms = [new Transform.Identity(), new Transform.Bucket(4), new Transform.Truncate(2), new Transform.Truncate(10), .. Times, new Transform.Void()];
        Gen.Select(Value(kind), Value(kind), Gen.Enum<ScanOperator>().Where(one => one != ScanOperator.Outside), OneOf(transforms)).Sample((value, other, comparison, transform) =>
        {
            if (!transform.Takes(type) || (comparison is ScanOperator.StartsWith or ScanOperator.NotStartsWith && kind is not (PrimitiveKind.String or PrimitiveKind.Binary)))
            {
                return;
            }

            var condition = new ColumnPredicate(comparison, comparison is ScanOperator.IsNull or ScanOperator.NotNull ? [] : [other, .. comparison is ScanOperator.In or ScanOperator.NotIn ? [value] : Array.Empty<object>()]);
            if (condition.Matches(value) && transform.Project(condition, type) is { } projected)
            {
                var part = transform.Apply(value);
                Assert.True(projected.Matches(part), $"{transform}: {value} {condition.Operator} {other} -> {part} {projected.Operator} {string.Join(",", projected.Values)}");
                Assert.True(projected.MayMatch(new ValueRange(part is null, false, true, part, part)));
            }
        }, iter: 5000);
    }

    [Fact]
    public void Projections_leave_out_what_cannot_match()
    {
        var day = new Transform.Time(TimeUnit.Day);
        var type = new IcebergType.Primitive(PrimitiveKind.Timestamp);
        var less = day.Project(new ColumnPredicate(ScanOperator.Less, 86_400_000_000L), type)!;
        Assert.True(less.Matches(0));
        Assert.False(less.Matches(1));
        var equal = new Transform.Bucket(16).Project(new ColumnPredicate(ScanOperator.Equal, 34), new(PrimitiveKind.Int))!;
        Assert.Equal(1, Enumerable.Range(0, 16).Count(bucket => equal.Matches(bucket)));
        var starts = new Transform.Truncate(3).Project(new ColumnPredicate(ScanOperator.StartsWith, "icebe"), new(PrimitiveKind.String))!;
        Assert.True(starts.Matches("ice"));
        Assert.False(starts.Matches("icy"));
        Assert.Null(new Transform.Bucket(16).Project(new ColumnPredicate(ScanOperator.Less, 34), new(PrimitiveKind.Int)));
        Assert.Null(Transform.Parse("zorder").Project(new ColumnPredicate(ScanOperator.Equal, 34), new(PrimitiveKind.Int)));
    }

    private static Gen<object> Value(PrimitiveKind kind) => kind switch
    {
        PrimitiveKind.Int or PrimitiveKind.Date => Gen.OneOf(Gen.Int[-40, 40], OneOf(int.MinValue, int.MinValue + 1, int.MaxValue)).Select(value => (object)value),
        PrimitiveKind.Long => Gen.OneOf(Gen.Long[-40, 40], OneOf(long.MinValue, long.MinValue + 9, long.MaxValue)).Select(value => (object)value),
        PrimitiveKind.Timestamp => Gen.OneOf(Gen.Long[-40, 40].Select(value => value * 1_800_000_000), Gen.Long, OneOf(long.MinValue, long.MaxValue)).Select(value => (object)value),
        PrimitiveKind.Decimal => Gen.Long[-40, 40].Select(value => (object)(BigInteger)value),
        PrimitiveKind.Binary => Gen.Byte[0, 2].Array[0, 4].Select(value => (object)value),
        _ => OneOf('a', 'b', 'é').Array[0, 4].Select(value => (object)new string(value)),
    };

    private static string? Shown(object? value) => value is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture);

    private static Gen<T> OneOf<T>(params T[] values) => Gen.OneOf(values);

    private static string Moment(long micros, string type) => micros is long.MaxValue or -long.MaxValue
        ? $"'{(micros < 0 ? "-" : "")}infinity'::{type}"
        : type == "TIMESTAMP" ? Invariant($"make_timestamp({micros})") : Invariant($"make_timestamptz({micros})");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
