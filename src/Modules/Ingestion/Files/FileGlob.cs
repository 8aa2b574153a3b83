using System.Text;
using System.Text.RegularExpressions;

namespace Talentys.Ingestion.Files;

/// <summary>Patterns of paths: <c>*</c> and <c>?</c> within a name, <c>**</c> over folders, <c>[a-z]</c> and <c>{csv,json}</c>.</summary>
internal static class FileGlob
{
    public static bool IsPattern(string path) => path.AsSpan().ContainsAny("*?[{");

    /// <summary>The folder before the first part with a pattern, and the rest.</summary>
    public static (string Folder, string Pattern) Split(string path)
    {
        var parts = path.Split('/');
        var first = Array.FindIndex(parts, IsPattern);
        var folder = string.Join('/', parts[..first]);
        return (folder.Length == 0 && path.StartsWith('/') ? "/" : folder, string.Join('/', parts[first..]));
    }

    public static Regex Compile(string pattern)
    {
        var text = new StringBuilder("^");
        var normal = pattern.StartsWith("./", StringComparison.Ordinal) ? pattern[2..] : pattern;
        for (var i = 0; i < normal.Length; i++)
        {
            switch (normal[i])
            {
                case '*' when i + 1 < normal.Length && normal[i + 1] == '*':
                    var slash = i + 2 < normal.Length && normal[i + 2] == '/';
                    text.Append(slash ? "(?:.*/)?" : ".*");
                    i += slash ? 2 : 1;
                    break;
                case '*':
                    text.Append("[^/]*");
                    break;
                case '?':
                    text.Append("[^/]");
                    break;
                case '[' when normal.IndexOf(']', i + 1) is > 0 and var end:
                    var set = normal[(i + 1)..end].Replace("\\", "\\\\", StringComparison.Ordinal);
                    text.Append('[').Append(set.StartsWith('!') ? $"^{set[1..]}" : set).Append(']');
                    i = end;
                    break;
                case '{' when normal.IndexOf('}', i + 1) is > 0 and var end:
                    text.Append("(?:").AppendJoin('|', normal[(i + 1)..end].Split(',').Select(Regex.Escape)).Append(')');
                    i = end;
                    break;
                default:
                    text.Append(Regex.Escape(normal[i].ToString()));
                    break;
            }
        }

        return new Regex(text.Append('$').ToString(), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
    }
}
