using System.Globalization;
using System.Text;
using Talentys.Kernel;

namespace Talentys.Lake.Stores.Copies;

/// <summary>
/// Names of local copies. A location and its path tell each other, so that nothing need be remembered, and a folder of objects
/// is a folder of copies. Letters that any file system may confuse, refuse or read otherwise are written as <c>%xx</c>; a
/// long name is cut into folders that end with a <c>%</c>.
/// </summary>
internal sealed class CopyPaths(PlatformFolders folders)
{
    private const int LongestName = 200;
    private const string Empty = "%_";

    /// <summary>The folder of all copies.</summary>
    public string Folder => folders.Copies;

    /// <summary>Where the copy of an object is, or would be.</summary>
    public string PathOf(string location)
    {
        var scheme = location.IndexOf("://", StringComparison.Ordinal);
        var path = new StringBuilder(Folder);
        Add(path, location[..scheme]);
        foreach (var part in location[(scheme + 3)..].Split('/'))
        {
            Add(path, part);
        }

        return path.ToString();
    }

    /// <summary>The object of a copy's path; null for what is no path of a copy.</summary>
    public string? LocationOf(string path)
    {
        if (!path.StartsWith(Folder, StringComparison.Ordinal) || path.Length <= Folder.Length + 1)
        {
            return null;
        }

        var parts = path[(Folder.Length + 1)..].Replace('\\', '/').Replace("%/", "", StringComparison.Ordinal).Split('/');
        return parts.Length > 1 ? $"{parts[0]}://{string.Join('/', parts[1..].Select(Decode))}" : null;
    }

    private static void Add(StringBuilder path, string part)
    {
        path.Append(Path.DirectorySeparatorChar);
        if (part.Length == 0)
        {
            path.Append(Empty);
            return;
        }

        var length = 0;
        foreach (var one in Encoding.UTF8.GetBytes(part))
        {
            var letter = (char)one;
            if (length > LongestName)
            {
                path.Append('%').Append(Path.DirectorySeparatorChar);
                length = 0;
            }

            if (char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-' or '_' or '=' || (letter == '.' && length > 0))
            {
                path.Append(letter);
                length++;
            }
            else
            {
                path.Append(CultureInfo.InvariantCulture, $"%{one:x2}");
                length += 3;
            }
        }
    }

    private static string Decode(string part)
    {
        if (part == Empty)
        {
            return "";
        }

        var bytes = new List<byte>(part.Length);
        for (var i = 0; i < part.Length; i++)
        {
            if (part[i] == '%' && i + 2 < part.Length && byte.TryParse(part.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var one))
            {
                bytes.Add(one);
                i += 2;
            }
            else
            {
                bytes.Add((byte)part[i]);
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
