using System.Text.Json;
using System.Text.RegularExpressions;
using Talentys.Kernel;
using Talentys.Transformation.Public;

namespace Talentys.Transformation.Tests;

/// <summary>
/// The projects in <c>cases/reading/*.case</c>. A case has a title behind <c>===</c>, files behind <c>---</c> (nothing in one deletes it), and
/// asks behind <c>&gt;&gt;&gt;</c> with the lines that are expected: <c>list</c> with the arguments of dbt, <c>faults</c>, <c>manifest PATH</c>;
/// <c>keep</c> makes the project as it is the state of what follows.
/// </summary>
public partial class ReadingTests
{
    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "cases", "reading"), "*.case").Order(StringComparer.Ordinal))
        {
            foreach (var text in File.ReadAllText(file).Split("\n=== ")[1..])
            {
                data.Add(Path.GetFileNameWithoutExtension(file), text.Split('\n')[0]);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_project_is_as_its_case_says(string file, string title)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "cases", "reading", file + ".case")).Split("\n=== ").Single(one => one.Split('\n')[0] == title);
        using var project = new TestProject(("dbt_project.yml", "name: shop\n"));
        foreach (var (head, body) in Parts(text))
        {
            if (head.StartsWith("--- ", StringComparison.Ordinal))
            {
                if (body.Trim().Length == 0 && File.Exists(project[head[4..]]))
                {
                    File.Delete(project[head[4..]]);
                }
                else
                {
                    project.Add(head[4..], body);
                }
            }
            else
            {
                var expected = body.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
                var given = await AskAsync(project, head[4..].Trim());
                Assert.True(expected.SequenceEqual(given), $"{file}: {title}\n{head}\nexpected:\n{string.Join('\n', expected)}\ngiven:\n{string.Join('\n', given)}");
            }
        }
    }

    private static IEnumerable<(string Head, string Body)> Parts(string text)
    {
        var lines = text.Split('\n').Skip(1).ToList();
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].StartsWith("--- ", StringComparison.Ordinal) || lines[i].StartsWith(">>> ", StringComparison.Ordinal))
            {
                var body = lines.Skip(i + 1).TakeWhile(line => !line.StartsWith("--- ", StringComparison.Ordinal) && !line.StartsWith(">>> ", StringComparison.Ordinal));
                yield return (lines[i], string.Join('\n', body).TrimEnd());
            }
        }
    }

    private static async Task<IReadOnlyList<string>> AskAsync(TestProject project, string ask)
    {
        var words = Words().Matches(ask).Select(match => match.Groups[1].Success ? match.Groups[1].Value : match.Value).ToArray();
        var state = Directory.Exists(project["state"]) ? project["state"] : null;
        IReadOnlyList<string> After(string option) => [.. words.SkipWhile(word => word != option).Skip(1).TakeWhile(word => !word.StartsWith("--", StringComparison.Ordinal))];
        DbtOrder Told(DbtOrder order) => order with { Vars = After("--vars") is [var vars, ..] ? vars : null, Target = After("--target") is [var target, ..] ? target : null, StateFolder = words[0] is "keep" or "manifest" ? null : state };
        try
        {
            switch (words[0])
            {
                case "keep":
                    await project.Read(Told).WriteManifestAsync(project["state"], TestContext.Current.CancellationToken);
                    return [];
                case "manifest":
                    await project.Read(Told).WriteManifestAsync(project["target"], TestContext.Current.CancellationToken);
                    using (var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(project["target"], "manifest.json"))))
                    {
                        var element = document.RootElement;
                        foreach (var key in words[1].Split('/'))
                        {
                            element = element.ValueKind == JsonValueKind.Array ? element[int.Parse(key, System.Globalization.CultureInfo.InvariantCulture)] : element.GetProperty(key);
                        }

                        return [.. element.GetRawText().Split('\n')];
                    }

                case "faults":
                    project.Read(Told);
                    return [];
                default:
                    var read = project.Read(Told);
                    return [.. read.Select(After("--select"), After("--exclude"), After("--indirect-selection") is [var indirect, ..] ? indirect : "eager", After("--selector") is [var named, ..] ? named : null)
                        .Where(node => (After("--resource-type") is not { Count: > 0 } types || types.Contains(node.ResourceType)) && !After("--exclude-resource-type").Contains(node.ResourceType)).Select(node => node.Name).Order(StringComparer.Ordinal)];
            }
        }
        catch (FaultException failure)
        {
            return [.. failure.Faults.Select(fault => $"{fault.Code} {fault.Place}").Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>Words, and texts in double quotes.</summary>
    [GeneratedRegex("\"([^\"]*)\"|\\S+")]
    private static partial Regex Words();
}
