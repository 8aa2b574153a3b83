using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Talentys.Contracts;

namespace Talentys.Transformation.Tests;

/// <summary>
/// A project with what is done to it, read from a text: <c>=== name</c> begins a case, <c>--- file</c> a file of it,
/// <c>&gt;&gt;&gt; build --select x</c> a command of dbt with texts that its answer has (behind <c>!</c>: has not),
/// <c>cat FILE</c> is the text of a file, <c>json FILE KEY/KEY</c> a value in it, <c>list</c> gives the names that the selection of dbt
/// gives, <c>parse</c> only reads, <c>env NAME VALUE</c> sets a variable of the process, <c>rm FILE</c> deletes, <c>cp FILE FILE</c> copies.
/// <c>--env NAME</c> before a command builds another environment. <c>??? select ...</c> is a
/// statement. Behind <c>==&gt;</c> stands the whole answer of a statement or command. <c>SCHEMA</c> is the case's own schema.
/// </summary>
internal sealed partial record ProjectCase(string Name, IReadOnlyList<ProjectCase.Part> Parts)
{
    private static readonly string[] Marks = ["---", ">>>", "???", "==>"];

    public static IEnumerable<ProjectCase> Read(string path)
    {
        ProjectCase? current = null;
        foreach (var line in File.ReadLines(path))
        {
            if (line.StartsWith("=== ", StringComparison.Ordinal))
            {
                if (current is not null)
                {
                    yield return current;
                }

                current = new ProjectCase(line[4..].Trim(), new List<Part>());
            }
            else if (current is not null)
            {
                var parts = (List<Part>)current.Parts;
                if (Marks.FirstOrDefault(mark => line == mark || line.StartsWith(mark + " ", StringComparison.Ordinal)) is { } found)
                {
                    parts.Add(new Part(found, line[found.Length..].Trim(), []));
                }
                else
                {
                    parts[^1].Lines.Add(line);
                }
            }
        }

        if (current is not null)
        {
            yield return current;
        }
    }

    /// <summary>Does all of it in order.</summary>
    public async Task RunAsync(BuildHost host, string schema)
    {
        var begun = Parts.TakeWhile(part => part.Mark == "---").Select(part => (part.Told, part.Text)).ToList();
        foreach (var (file, text) in (ReadOnlySpan<(string, string)>)[("dbt_project.yml", "name: shop\nprofile: shop\n"), ("profiles.yml", $"shop: {{target: dev, outputs: {{dev: {{type: duckdb, schema: {schema}}}}}}}\n")])
        {
            if (begun.TrueForAll(one => one.Item1 != file))
            {
                begun.Add((file, text));
            }
        }

        string Own(string text) => text.Replace("SCHEMA", schema, StringComparison.Ordinal);
        host.Become(begun.Select(one => (one.Item1, Own(one.Item2))));
        string? asked = null;
        foreach (var part in Parts.Skip(Parts.TakeWhile(part => part.Mark == "---").Count()))
        {
            switch (part.Mark)
            {
                case "---":
                    host.Write(part.Told, Own(part.Text));
                    break;
                case "???":
                    asked = await host.QueryAsync(Own($"{part.Told}\n{part.Text}"));
                    break;
                case "==>":
                    Assert.True(Own(part.Text).Trim() == asked?.Trim(), $"expected\n{part.Text}and got\n{asked}");
                    break;
                default:
                    asked = await ToldAsync(host, [.. Words().Matches(Own(part.Told)).Select(match => match.Groups[1].Success ? match.Groups[1].Value : match.Value)]);
                    foreach (var wanted in part.Lines.Select(line => Own(line).Trim()).Where(line => line.Length > 0 && line[0] != '#'))
                    {
                        var (shown, has) = wanted[0] == '!' ? (wanted[1..].Trim(), false) : (wanted, true);
                        Assert.True(asked.Contains(shown, StringComparison.Ordinal) == has, $"{part.Told} {(has ? "does not tell" : "tells")} {shown}:\n{asked}");
                    }

                    break;
            }
        }
    }

    private static async Task<string> ToldAsync(BuildHost host, List<string> words)
    {
        switch (words[0])
        {
            case "cat":
                return await File.ReadAllTextAsync(Path.Combine(host.Folder, words[1]));
            case "json":
                using (var document = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(host.Folder, words[1]))))
                {
                    return words[2].Split('/').Aggregate(document.RootElement, (at, key) => at.ValueKind == JsonValueKind.Array ? at[int.Parse(key, CultureInfo.InvariantCulture)] : at.GetProperty(key)).GetRawText();
                }

            case "env":
                Environment.SetEnvironmentVariable(words[1], words.ElementAtOrDefault(2));
                return "";
            case "cp":
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(host.Folder, words[2]))!);
                File.Copy(Path.Combine(host.Folder, words[1]), Path.Combine(host.Folder, words[2]), overwrite: true);
                return "";
            case "rm":
                File.Delete(Path.Combine(host.Folder, words[1]));
                return "";
        }

        var environment = words[0] == "--env" ? words[1] : null;
        words = environment is null ? words : words[2..];
        var request = Request(words[0] is "source" or "docs" ? [$"{words[0]} {words[1]}", .. words.Skip(2)] : words);
        return words[0] is "list" or "parse" ? host.Listed(request, words[0] == "parse")
            : request.Command is "show" || request.Inline is not null ? await host.CompiledAsync(request) : await host.RunAsync(request, environment);
    }

    private static BuildRequest Request(List<string> words)
    {
        var given = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var free = new List<string>();
        var at = free;
        foreach (var word in words.Skip(1))
        {
            if (word.StartsWith("--", StringComparison.Ordinal))
            {
                given[word] = at = [];
            }
            else
            {
                at.Add(word);
            }
        }

        string? One(string name) => given.TryGetValue(name, out var values) ? string.Join(' ', values) : null;
        return new BuildRequest(
            words[0], given.GetValueOrDefault("--select"), given.GetValueOrDefault("--exclude"), given.GetValueOrDefault("--resource-type"), One("--indirect-selection"), One("--vars"),
            FullRefresh: given.ContainsKey("--full-refresh"), FailFast: Says(given, "fail-fast"), StoreFailures: given.ContainsKey("--store-failures"), Empty: given.ContainsKey("--empty"), Sample: One("--sample"), SourceRows: One("--limit") is { } rows ? long.Parse(rows, CultureInfo.InvariantCulture) : null,
            Macro: free.FirstOrDefault(), Args: One("--args"), Inline: One("--inline"),
            EventTimeStart: One("--event-time-start"), EventTimeEnd: One("--event-time-end"),
            StartedAt: One("--now") is { } now ? DateTimeOffset.Parse(now + "Z", CultureInfo.InvariantCulture) : null,
            Selector: One("--selector"), State: One("--state"), DeferState: One("--defer-state"), Defer: given.ContainsKey("--defer"), FavorState: given.ContainsKey("--favor-state"),
            SkipsAnalysis: One("--static-analysis") == "off", StrictAnalysis: One("--static-analysis") == "strict", NoCompile: given.ContainsKey("--no-compile"),
            Target: One("--target"), Profile: One("--profile"), Threads: One("--threads") is { } threads ? int.Parse(threads, CultureInfo.InvariantCulture) : null,
            WarnError: Says(given, "warn-error"), WarnErrorOptions: One("--warn-error-options"), ExcludeResourceTypes: given.GetValueOrDefault("--exclude-resource-type"));
    }

    private static bool? Says(Dictionary<string, List<string>> given, string flag) => given.ContainsKey("--" + flag) ? true : given.ContainsKey("--no-" + flag) ? false : null;

    /// <summary>Words, and texts in double quotes.</summary>
    [GeneratedRegex("\"([^\"]*)\"|\\S+")]
    private static partial Regex Words();

    /// <summary>A mark, what stands behind it, and the lines below.</summary>
    internal sealed record Part(string Mark, string Told, List<string> Lines)
    {
        public string Text => string.Join('\n', Lines).TrimEnd() + "\n";
    }
}
