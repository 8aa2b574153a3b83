using System.Text.Json;

namespace Talentys.Projects.Yaml;

/// <summary>Writes what a file is to say, keeping as much of its text as simply can be.</summary>
internal static class YamlMerge
{
    /// <summary>A text that says the content: the old one where it says so already.</summary>
    internal static string Of(string old, JsonElement content) => Says(old, content) ? old : YamlWriter.Document(content);

    private static bool Says(string text, JsonElement content)
    {
        var (root, faults) = YamlReader.Read(text, "");
        return root is not null && faults.Count == 0 && JsonElement.DeepEquals(ScalarForms.ToElement(root), content);
    }
}
