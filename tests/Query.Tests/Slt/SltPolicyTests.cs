using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Query.Public;

namespace Talentys.Query.Tests.Slt;

/// <summary>
/// The statements of the files again, under policies that were drawn at random and change nothing: masks that are the column itself, filters
/// that are true of every row, rules from which the reader is exempt. A policy may cost something, but no answer may be another.
/// </summary>
public sealed class SltPolicyTests
{
    private static readonly Dictionary<string, string[]> Tables = new()
    {
        ["customers"] = ["id", "name", "country", "since", "vip"],
        ["orders"] = ["id", "customer", "placed", "amount", "state"],
        ["items"] = ["order_id", "line", "sku", "quantity", "price"],
        ["nested"] = ["id", "numbers", "s", "m", "words"],
        ["readings"] = ["sensor", "ts", "value"],
        ["kinds"] = ["i", "l", "f", "d", "n", "t", "b", "dt", "tm", "ts", "tz", "bl", "u"],
        ["pairs"] = ["a", "b", "c"],
        ["tree"] = ["id", "parent"],
    };

    [Fact]
    public Task Some_statements_give_the_same_under_harmless_policies() => RunAsync(Seed(), most: 250);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [Trait("Lane", "full")]
    public Task All_statements_give_the_same_under_harmless_policies(int more) => RunAsync(Seed() + more, most: int.MaxValue);

    private static int Seed() => Environment.GetEnvironmentVariable("TALENTYS_SEED") is { } given
        ? int.Parse(given, CultureInfo.InvariantCulture)
        : Random.Shared.Next(1_000_000);

    private static async Task RunAsync(int seed, int most)
    {
        var random = new Random(seed);
        var policy = Policy(random);
        await using var server = await QueryServer.StartAsync(policies: true);
        server.Write("policies/harmless.yml", policy);
        server.Write("access.yml", "grants: [{to: everyone, can: write, on: [\"*\"]}]");
        var queries = server.Services.GetRequiredService<IQueries>();
        var records = Directory.GetFiles(SltTests.Folder(), "*.slt").Order(StringComparer.Ordinal).Select(SltFile.Read)
            .SelectMany(file => file.Records.Select(record => (file.Name, Record: record))).Where(one => one.Record.Kind.Length > 0).ToList();
        var reads = records.Count(one => Reads(one.Record));
        var wrong = new List<string>();
        foreach (var (file, record) in records)
        {
            var isRead = Reads(record);
            if (isRead && random.Next(reads) >= most)
            {
                continue;
            }

            // who writes sees everything: a table of which a part is hidden is not for them to change who do not see it
            var answer = await SltAnswer.OfAsync(() => SltAnswer.PathAsync(queries, isRead ? "eve" : "walt", record.Sql), record.Kind == "query ordered");
            if (record.Kind == "statement")
            {
                answer = SltAnswer.Counted(answer);
            }

            if (record.Answer.Count > 0 && !answer.SequenceEqual(record.Answer))
            {
                wrong.Add($"{file}: {record.Sql}\n  file: {string.Join(" / ", record.Answer)}\n  came: {string.Join(" / ", answer)}");
            }
        }

        Assert.True(wrong.Count == 0, $"TALENTYS_SEED={seed}, {wrong.Count}:\n{string.Join('\n', wrong.Take(30))}\n{policy}");
    }

    private static bool Reads(SltRecord record) => record.Kind != "statement"
        && !new[] { "INSERT", "UPDATE", "DELETE", "MERGE", "CREATE", "DROP", "ALTER", "TRUNCATE", "COMMENT" }.Contains(record.Sql.Split([' ', '\n'], 2)[0].ToUpperInvariant());

    private static string Policy(Random random)
    {
        var masks = new StringBuilder("masks:\n");
        var rows = new StringBuilder("rows:\n  - {on: \"main.nothing\", keep: \"true\"}\n");
        masks.Append("  - {columns: \"main.nothing.x\", mask: null}\n");
        foreach (var (table, columns) in Tables)
        {
            foreach (var column in columns.Where(_ => random.Next(3) == 0))
            {
                masks.Append(CultureInfo.InvariantCulture, $"  - {{columns: \"main.{table}.{column}\", sql: \"{Same(random, column)}\", except: [\"user:walt\"]}}\n");
            }

            foreach (var column in columns.Where(_ => random.Next(6) == 0))
            {
                masks.Append(CultureInfo.InvariantCulture, $"  - {{columns: \"main.{table}.{column}\", mask: null, except: [\"user:walt\", \"user:eve\"]}}\n");
            }

            if (random.Next(2) == 0)
            {
                rows.Append(CultureInfo.InvariantCulture, $"  - {{on: \"main.{table}\", keep: \"{Always(random, columns)}\", except: [\"user:walt\"]}}\n");
            }

            if (random.Next(4) == 0)
            {
                rows.Append(CultureInfo.InvariantCulture, $"  - {{on: \"main.{table}\", keep: \"false\", except: [\"user:walt\", \"user:eve\"]}}\n");
            }
        }

        return $"{masks}{rows}";
    }

    private static string Same(Random random, string column) => random.Next(3) switch
    {
        0 => column,
        1 => $"coalesce({column}, {column})",
        _ => $"CASE WHEN current_user() = 'eve' THEN {column} END",
    };

    private static string Always(Random random, string[] columns) => random.Next(4) switch
    {
        0 => "true",
        1 => "current_user() = 'eve'",
        2 => $"{columns[0]} IS NULL OR {columns[0]} = {columns[0]}",
        _ => $"{columns[^1]} IS NOT NULL OR {columns[^1]} IS NULL",
    };
}
