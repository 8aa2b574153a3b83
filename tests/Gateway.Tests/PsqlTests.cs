using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Talentys.Kernel;

namespace Talentys.Gateway.Tests;

/// <summary>
/// What psql shows, as <c>psql.txt</c> has it: lines with a dollar sign are what is typed. <c>TALENTYS_PSQL_UPDATE=1</c> writes the
/// answers anew.
/// </summary>
public sealed partial class PsqlTests(GatewayServer server) : IClassFixture<GatewayServer>, IAsyncLifetime
{
    private const string Program = "/usr/bin/psql";
    private const string Mark = "----8<----";

    public async ValueTask InitializeAsync()
    {
        if (File.Exists(Program) && (await server.QueryAsync("select 1 from information_schema.views where table_name = 'cheap'")).Length == 0)
        {
            await server.QueryAsync("comment on table orders is 'What was ordered'");
            await server.QueryAsync("comment on column orders.price is 'In francs'");
            await server.QueryAsync("create view cheap as select id, name from orders where price < 10");
            await server.QueryAsync("comment on view cheap is 'Below 10'");
            await server.MakeAsync(new TableName("shop", "items"), "select 1 as id, [1, 2] as tags, {'a': 1} as s, uuid() as u, now() as t, 1::float as f, true as b");
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_commands_of_psql_show_what_there_is()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "psql.txt");
        var text = (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n");
        var commands = text.Split('\n').Where(line => line.StartsWith("$ ", StringComparison.Ordinal)).Select(line => line[2..]).ToList();
        var answers = await RunAsync(commands);
        Assert.Equal(commands.Count, answers.Count);
        Assert.DoesNotContain(answers, answer => answer.Contains("ERROR", StringComparison.Ordinal));

        // other versions of it draw other tables
        if (!(await VersionAsync()).StartsWith("15.", StringComparison.Ordinal))
        {
            return;
        }

        var told = string.Join("\n", commands.Zip(answers, (command, answer) => $"$ {command}\n{answer}"));
        if (Environment.GetEnvironmentVariable("TALENTYS_PSQL_UPDATE") is { Length: > 0 })
        {
            await File.WriteAllTextAsync(Source(), told, TestContext.Current.CancellationToken);
        }
        else
        {
            Assert.Equal(text, told);
        }
    }

    [Fact]
    public async Task A_system_table_that_is_not_there_is_told_with_its_place()
    {
        var answer = (await RunAsync(["\\set VERBOSITY verbose", "select 1\nfrom pg_catalog.pg_clas;"]))[1];
        Assert.Contains("42P01", answer, StringComparison.Ordinal);
        Assert.Contains("LINE 2: from pg_catalog.pg_clas", answer, StringComparison.Ordinal);
        Assert.Contains("pg_catalog.pg_class", answer, StringComparison.Ordinal);
    }

    private async Task<List<string>> RunAsync(IReadOnlyList<string> commands)
    {
        if (!File.Exists(Program))
        {
            Assert.Skip("psql is not installed.");
        }

        var script = new StringBuilder();
        foreach (var command in commands)
        {
            script.Append(command).Append('\n').Append("\\echo ").Append(Mark).Append('\n').Append("\\warn ").Append(Mark).Append('\n');
        }

        var start = new ProcessStartInfo(Program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])["-X", "-q", "-h", "127.0.0.1", "-p", server.Address.Port.ToString(CultureInfo.InvariantCulture), "-U", "admin", "-d", "dev"])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["PGPASSWORD"] = GatewayServer.Password;
        start.Environment["LC_ALL"] = "C.UTF-8";
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(script.ToString());
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        var (told, wrong) = (Parts(await output), Parts(await errors));
        return [.. told.Zip(wrong, (one, other) => Size().Replace(one + other, match => $"# {match.Groups[1].Value}".PadLeft(match.Length)))];
    }

    private static string Source([System.Runtime.CompilerServices.CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "psql.txt");

    private static List<string> Parts(string text) => [.. text.ReplaceLineEndings("\n").Split(Mark + "\n").SkipLast(1)];

    private static async Task<string> VersionAsync()
    {
        using var process = Process.Start(new ProcessStartInfo(Program, "--version") { RedirectStandardOutput = true })!;
        var text = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return Version().Match(text).Value;
    }

    // how large files are differs
    [GeneratedRegex(@"\b\d+ (bytes|kB)")]
    private static partial Regex Size();

    [GeneratedRegex(@"\d+\.\d+")]
    private static partial Regex Version();
}
