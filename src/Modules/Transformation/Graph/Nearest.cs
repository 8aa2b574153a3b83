using Talentys.Kernel;

namespace Talentys.Transformation.Graph;

/// <summary>The name that was most likely meant.</summary>
internal static class Nearest
{
    private const int MostEdits = 3;

    /// <summary>The name that is the fewest letters away; null when none is near.</summary>
    public static string? Of(string name, IEnumerable<string> names) =>
        names.Select(known => (known, edits: EditDistance.Of(known, name))).Where(pair => pair.edits <= MostEdits).OrderBy(pair => pair.edits).Select(pair => pair.known).FirstOrDefault();
}
