using Microsoft.Extensions.DependencyInjection;
using Talentys.DuckDb.Public;
using Talentys.Query.Public;

namespace Talentys.Query.Tests.Slt;

/// <summary>
/// Every statement of the files takes the query path, over tables of the lake, and runs in the engine by itself, over tables of the same
/// rows: names, types and rows must be the same, and those of the file. TALENTYS_SLT_UPDATE=1 writes the answers of the engine into the files.
/// </summary>
public sealed class SltTests
{
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
                var expected = await SltAnswer.OfAsync(() => SltAnswer.RawAsync(raw, record.Sql), ordered);
                var actual = await SltAnswer.OfAsync(() => SltAnswer.PathAsync(queries, "eve", record.Sql), ordered);
                if (record.Kind == "statement")
                {
                    // what a definition gives is not the same; rows that are changed are counted
                    (expected, actual) = (SltAnswer.Counted(expected), SltAnswer.Counted(actual));
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

    public static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Talentys.slnx")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? throw new DirectoryNotFoundException("Talentys.slnx"), "tests", "Query.Tests", "Slt");
    }
}
