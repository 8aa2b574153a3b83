using System.Diagnostics;
using System.Threading.Channels;

namespace Talentys.Host.Tests.CommandLine;

public class DevTests
{
    [Fact]
    public async Task A_save_is_built_with_what_stands_on_it_and_faults_are_told_until_they_are_mended()
    {
        using var program = new Talentys();
        program.Write("dbt_project.yml", "name: shop\nmodels: {+materialized: table}\n");
        program.Write("models/a.sql", "select 1 as id");
        program.Write("models/b.sql", "select id * 10 as tens from {{ ref('a') }}");
        program.Write("models/c.sql", "select 'alone' as c");
        program.Write("models/schema.yml", "models: [{name: b, columns: [{name: tens, tests: [not_null, {accepted_values: {values: [10, 20, 40]}}]}]}]\n");
        using var dev = new Watched(program.Start("dev", "--urls", "http://127.0.0.1:0", "--postgres", "off"));

        var first = await dev.UntilAsync("All is well");
        Assert.Contains("Watching shop: 3 models, 2 tests.", first, StringComparison.Ordinal);
        Assert.Equal(10, await program.CountAsync("select tens from b"));

        program.Write("models/a.sql", "select 2 as id");
        var second = await dev.UntilAsync("All is well");
        Assert.Contains("Changed: 1 (models/a.sql)", second, StringComparison.Ordinal);
        Assert.Contains("PASS=4", second, StringComparison.Ordinal); // a, b and the tests of b, not c
        Assert.Equal(20, await program.CountAsync("select tens from b"));

        program.Write("models/b.sql", "select id * 10 as tens from {{ ref('nowhere') }}");
        await dev.UntilAsync("refers to nowhere, which does not exist");
        program.Write("models/b.sql", "select idd * 10 as tens from {{ ref('a') }}");
        var wrong = await dev.UntilAsync("to be mended");
        Assert.Contains("models/b.sql:1", wrong, StringComparison.Ordinal);
        Assert.Contains("idd", wrong, StringComparison.Ordinal);
        Assert.Equal(20, await program.CountAsync("select tens from b"));

        program.Write("models/b.sql", "select id * 15 as tens from {{ ref('a') }}");
        Assert.Contains("accepted_values", await dev.UntilAsync("to be mended"), StringComparison.Ordinal);

        // the test that failed is done again although another file is saved
        program.Write("models/a.sql", "select null as id where false union all select 4 as id");
        program.Write("models/b.sql", "select id * 10 as tens from {{ ref('a') }}");
        await dev.UntilAsync("All is well");
        Assert.Equal(40, await program.CountAsync("select tens from b"));
    }

    [Fact]
    public async Task A_folder_without_a_project_is_watched_until_there_is_one_and_a_second_session_builds_only_what_changed_meanwhile()
    {
        using var program = new Talentys();
        using (var dev = new Watched(program.Start("dev", "--urls", "http://127.0.0.1:0", "--postgres", "off")))
        {
            await dev.UntilAsync("There is no dbt_project.yml");
            program.Write("models/a.sql", "select 1 as id");
            program.Write("models/b.sql", "select 2 as id");
            program.Write("dbt_project.yml", "name: shop\n");
            Assert.Contains("TOTAL=2", await dev.UntilAsync("All is well"), StringComparison.Ordinal);
        }

        program.Write("models/b.sql", "select 3 as id");
        using var again = new Watched(program.Start("dev", "--urls", "http://127.0.0.1:0", "--postgres", "off"));
        Assert.Contains("TOTAL=1", await again.UntilAsync("All is well"), StringComparison.Ordinal);
        Assert.Equal(3, await program.CountAsync("select id from b"));
    }

    /// <summary>A process whose messages are waited for.</summary>
    private sealed class Watched : IDisposable
    {
        private readonly Channel<string> lines = Channel.CreateUnbounded<string>();
        private readonly Process process;

        public Watched(Process process)
        {
            this.process = process;
            process.ErrorDataReceived += (_, line) => lines.Writer.TryWrite(line.Data ?? "(end)");
            process.BeginErrorReadLine();
        }

        /// <summary>What is told until a text, with it.</summary>
        public async Task<string> UntilAsync(string text)
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            deadline.CancelAfter(TimeSpan.FromMinutes(2));
            var told = "";
            try
            {
                while (!told.Contains(text, StringComparison.Ordinal))
                {
                    told += await lines.Reader.ReadAsync(deadline.Token) + "\n";
                }
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"{text} was not told:\n{told}");
            }

            return told;
        }

        public void Dispose()
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }
    }
}
