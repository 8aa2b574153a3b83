using Talentys.Kernel;
using Talentys.Projects.Validation;

namespace Talentys.Projects.Settings;

/// <summary>Environments: valid names, and references among them that lead somewhere and not in a circle.</summary>
internal static class EnvironmentChecks
{
    internal static IEnumerable<Fault> Of(ResourceDocument document)
    {
        var envs = (document.Root["envs"] as ResourceNode.Mapping)?.Entries ?? [];
        string[] names = [.. envs.Select(env => env.Key.Text!)];
        foreach (var env in envs.Where(env => !IsName(env.Key.Text!)))
        {
            yield return document.FaultAt(
                env.Key, "projects.env_name", $"'{env.Key.Text}' cannot be the name of an environment.",
                "Use 1 to 63 small letters, digits, hyphens and underscores, beginning with a letter or digit.");
        }

        foreach (var env in envs)
        {
            if ((env.Value as ResourceNode.Mapping)?["lake"] is ResourceNode.Scalar { Text: { } lake } place && !IsPlace(lake))
            {
                yield return document.FaultAt(
                    place, "projects.env_lake", $"Tables cannot be kept at '{lake}'.", "Name a folder, or write s3://bucket/prefix.");
            }
        }

        if (document.Root["default_env"] is ResourceNode.Scalar chosen && !names.Contains(chosen.Text))
        {
            yield return Unknown(document, chosen, names);
        }

        foreach (var env in envs)
        {
            if ((env.Value as ResourceNode.Mapping)?["read_from"] is not ResourceNode.Scalar from)
            {
                continue;
            }

            if (!names.Contains(from.Text))
            {
                yield return Unknown(document, from, names);
            }
            else if (Returns(env.Key.Text!, envs))
            {
                yield return document.FaultAt(
                    from, "projects.env_circle", $"The environment '{env.Key.Text}' reads from itself, directly or through others.",
                    "Let one of them read from none.");
            }
        }
    }

    private static bool Returns(string start, IReadOnlyList<ResourceNode.Entry> envs)
    {
        var next = From(start, envs);
        for (var i = 0; i < envs.Count && next is not null; i++)
        {
            if (next == start)
            {
                return true;
            }

            next = From(next, envs);
        }

        return false;
    }

    private static string? From(string name, IReadOnlyList<ResourceNode.Entry> envs) =>
        (envs.FirstOrDefault(env => env.Key.Text == name)?.Value as ResourceNode.Mapping)?.Text("read_from");

    private static Fault Unknown(ResourceDocument document, ResourceNode.Scalar node, string[] names) => document.FaultAt(
        node, "projects.env_unknown", $"There is no environment '{node.Text}'.",
        Suggestion.Mend(node.Text ?? "", names, "Declared in envs are") ?? "Declare it in envs.");

    private static bool IsPlace(string lake) => lake.Contains("://", StringComparison.Ordinal)
        ? lake.StartsWith("s3://", StringComparison.Ordinal) && lake["s3://".Length..].Split('/') is [{ Length: >= 3 }, ..] parts
            && !parts.Any(part => part is "." or "..")
        : lake.Length > 0 && !lake.Contains('\0', StringComparison.Ordinal);

    // as the header that names an environment takes it
    private static bool IsName(string name) =>
        name.Length is > 0 and <= 63
        && char.IsAsciiLetterOrDigit(name[0])
        && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-' or '_');
}
