using System.Security.Cryptography;
using System.Text;
using Apache.Arrow;
using Microsoft.Extensions.DependencyInjection;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Query.Public;
using Talentys.Query.Results;

namespace Talentys.Query.Tests.Slt;

/// <summary>
/// Every statement of the files takes the query path, over tables of the lake, and runs in the engine by itself, over tables of the same
/// rows: names, types and rows must be the same, and those of the file. TALENTYS_SLT_UPDATE=1 writes the answers of the engine into the files.
/// </summary>
public sealed class SltTests
{
    private const int MostLines = 12;

    [Fact]
    public async Task Statements_give_what_the_engine_gives()
    {
        var files = Directory.GetFiles(Folder(), "*.slt").Order(StringComparer.Ordinal).Select(SltFile.Read).ToList();
        var update = Environment.GetEnvironmentVariable("TALENTYS_SLT_UPDATE") == "1";
        await using var server = await QueryServer.StartAsync();
        using var instance = DuckInstance.Open(new DuckOptions { MemoryBytes = EngineBudget.Least });
        using var raw = instance.Connect();
        var queries = server.Services.GetRequiredService<IQueries>();
        var wrong = new List<string>();
        var count = 0;
        foreach (var file in files)
        {
            for (var i = 0; i < file.Records.Count; i++)
            {
                var record = file.Records[i];
                if (record.Kind.Length == 0)
                {
                    continue;
                }

                count++;
                var ordered = record.Kind == "query ordered";
                var expected = await AnswerAsync(() => RawAsync(raw, record.Sql), ordered);
                var actual = await AnswerAsync(() => PathAsync(queries, record.Sql), ordered);
                if (record.Kind == "statement")
                {
                    // what a definition gives is not the same; rows that are changed are counted
                    (expected, actual) = (Counted(expected), Counted(actual));
                }

                if (!expected.SequenceEqual(actual) || expected[0].StartsWith("failed", StringComparison.Ordinal))
                {
                    wrong.Add($"{file.Name}: {record.Sql}\n  engine: {string.Join(" / ", expected)}\n  path:   {string.Join(" / ", actual)}");
                }
                else if (update)
                {
                    file.Records[i] = record with { Answer = expected };
                }
                else if (record.Answer.Count > 0 && !record.Answer.SequenceEqual(expected))
                {
                    wrong.Add($"{file.Name}: {record.Sql}\n  file:   {string.Join(" / ", record.Answer)}\n  engine: {string.Join(" / ", expected)}");
                }
            }

            if (update)
            {
                file.Write();
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {count}:\n{string.Join('\n', wrong.Take(40))}");
        Assert.True(count >= 1_000, $"{count} statements.");
    }

    private static List<string> Counted(List<string> answer) => answer[0].StartsWith("failed", StringComparison.Ordinal) ? answer
        : answer is [_, var only] && long.TryParse(only, out _) && answer[0].StartsWith("Count", StringComparison.Ordinal) ? [answer[0], only]
        : ["Count BIGINT", "0"];

    private static async Task<List<string>> AnswerAsync(Func<Task<(Schema Schema, List<string> Rows)>> run, bool ordered)
    {
        try
        {
            var (schema, rows) = await run();
            if (!ordered)
            {
                rows.Sort(StringComparer.Ordinal);
            }

            var lines = rows.Count <= MostLines
                ? rows
                : [.. rows.Take(3), $"... {rows.Count} rows {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', rows))))[..16]}"];
            return [string.Join(", ", schema.FieldsList.Select(field => $"{field.Name} {TypeOf(field.DataType)}")), .. lines];
        }
        catch (FaultException failure)
        {
            return [$"failed {failure.Fault.Code} {failure.Fault.Message} {failure.Fault.Place}"];
        }
    }

    private static string TypeOf(Apache.Arrow.Types.IArrowType type) => CellText.TypeName(type);

    private static async Task<(Schema, List<string>)> PathAsync(IQueries queries, string sql)
    {
        var principal = new Principal("eve", PrincipalKind.User, "eve", QueryServer.Scope.Organisation, Roles.All, Principal.EmptySet, Principal.EmptyAttributes);
        await using var rows = await queries.RunAsync(new QueryOrder { Sql = sql, Principal = principal, Scope = QueryServer.Scope, Surface = "test" }, CancellationToken.None);
        return (rows.Schema, await RowsAsync(() => rows.NextAsync(CancellationToken.None)));
    }

    private static async Task<(Schema, List<string>)> RawAsync(DuckConnection raw, string sql)
    {
        await using var rows = await raw.QueryAsync(sql, [], CancellationToken.None);
        return (rows.Schema, await RowsAsync(() => rows.NextAsync(CancellationToken.None)));
    }

    private static async Task<List<string>> RowsAsync(Func<ValueTask<RecordBatch?>> next)
    {
        var rows = new List<string>();
        while (await next() is { } batch)
        {
            using (batch)
            {
                for (var row = 0; row < batch.Length; row++)
                {
                    var text = string.Join('|', batch.Arrays.Select(array => (CellText.Whole(array, row) ?? "NULL").ReplaceLineEndings(" ")));
                    rows.Add(text.Trim().Length == 0 ? "(empty)" : text); // a blank line ends a record
                }
            }
        }

        return rows;
    }

    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Talentys.slnx")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? throw new DirectoryNotFoundException("Talentys.slnx"), "tests", "Query.Tests", "Slt");
    }
}
