using System.Text.Json;

namespace Talentys.Architecture.Tests.Documents;

/// <summary>Walks from what a program refers to, leaving out what is private to its build.</summary>
internal static class ShippedPackages
{
    /// <summary>Names of the packages that go with the program of which this is <c>project.assets.json</c>.</summary>
    public static IReadOnlySet<string> Of(JsonElement assets)
    {
        var target = assets.GetProperty("targets").EnumerateObject().First().Value;
        var dependencies = target.EnumerateObject().ToDictionary(
            library => library.Name.Split('/')[0],
            library => library.Value.TryGetProperty("dependencies", out var needed) ? [.. needed.EnumerateObject().Select(entry => entry.Name)] : (string[])[],
            StringComparer.OrdinalIgnoreCase);
        var projects = target.EnumerateObject()
            .Where(library => library.Value.GetProperty("type").GetString() == "project").Select(library => library.Name.Split('/')[0]);
        var direct = assets.GetProperty("project").GetProperty("frameworks").EnumerateObject().First().Value
            .GetProperty("dependencies").EnumerateObject().Where(entry => !IsPrivate(entry.Value)).Select(entry => entry.Name);

        var reached = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var open = new Queue<string>(direct.Concat(projects));
        while (open.TryDequeue(out var name))
        {
            if (reached.Add(name) && dependencies.TryGetValue(name, out var needed))
            {
                Array.ForEach(needed, open.Enqueue);
            }
        }

        return reached;
    }

    private static bool IsPrivate(JsonElement dependency) =>
        dependency.TryGetProperty("suppressParent", out var suppressed) && suppressed.GetString() == "All";
}
