namespace Talentys.Transformation.Tests;

/// <summary>The projects in <c>cases/</c>, each built in a schema of its own.</summary>
public class CaseTests
{
    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Folder, "*.case").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "cases");

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Projects_are_built_as_their_cases_say(string file)
    {
        var only = Environment.GetEnvironmentVariable("TALENTYS_CASE");
        var cases = ProjectCase.Read(Path.Combine(Folder, file + ".case")).Where(one => only is null || $"{file}: {one.Name}".Contains(only, StringComparison.OrdinalIgnoreCase)).ToList();
        if (cases.Count == 0)
        {
            return;
        }

        await using var host = await BuildHost.StartAsync();
        var failures = new List<string>();
        var number = 0;
        foreach (var one in cases)
        {
            try
            {
                await one.RunAsync(host, $"c{++number}");
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                failures.Add($"{one.Name}: {failure.Message}");
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {number} cases fail:\n{string.Join("\n\n", failures)}");
    }
}
