using Talentys.Kernel;
using Talentys.Lake.Stores;

namespace Talentys.Lake.Tables;

/// <summary>Decides where tables are kept.</summary>
internal sealed class TablePlaces(PlatformFolders folders)
{
    private const int LongestPart = 40;

    /// <summary>The place of a table.</summary>
    public TablePlace Of(LakeTableRow row) => new(row.Folder.Contains("://", StringComparison.Ordinal) ? row.Folder : $"{Root}/{row.Folder}");

    /// <summary>The folder of a new table, for <see cref="LakeTableRow.Folder"/>: names made safe for any store, the id keeps them apart.</summary>
    public static string NewFolder(Scope scope, TableName name, string id) =>
        $"{SafePart(scope.Organisation)}/{SafePart(scope.Environment)}/{SafePart(name.Schema)}/{SafePart(name.Name)}-{id}";

    /// <summary>Below this are the tables of an environment.</summary>
    public string EnvironmentRoot(Scope scope) => $"{Root}/{SafePart(scope.Organisation)}/{SafePart(scope.Environment)}";

    /// <summary>A location as <see cref="LakeTableRow.Folder"/> has it: below the lake's folder where it is, for that may be moved.</summary>
    public string FolderAt(string location) =>
        location.StartsWith($"{Root}/", StringComparison.Ordinal) ? location[(Root.Length + 1)..] : location;

    private string Root => LocalStore.ToLocation(Path.GetFullPath(folders.Lake)).TrimEnd('/');

    private static string SafePart(string name)
    {
        var kept = name.Length > LongestPart ? name[..LongestPart] : name;
        var safe = string.Create(kept.Length, kept, static (part, text) =>
        {
            for (var i = 0; i < part.Length; i++)
            {
                var letter = char.IsAsciiLetterUpper(text[i]) ? (char)(text[i] | 0x20) : text[i];
                part[i] = char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-' or '_' ? letter : '_';
            }
        });

        // devices have these names on Windows, in any folder
        return safe is "con" or "prn" or "aux" or "nul" || (safe.Length == 4 && safe[..3] is "com" or "lpt") ? $"{safe}_" : safe;
    }
}
