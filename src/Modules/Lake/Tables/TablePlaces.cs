using Talentys.Kernel;

namespace Talentys.Lake.Tables;

/// <summary>Decides where tables are kept. A table stays where it began, wherever its environment's next ones go.</summary>
internal sealed class TablePlaces(EnvironmentLakes lakes)
{
    private const int LongestPart = 40;

    /// <summary>The place of a table.</summary>
    public TablePlace Of(LakeTableRow row) => Of(row.Folder);

    /// <summary>The place of a folder as <see cref="LakeTableRow.Folder"/> has it: below the default place, which may be moved, or absolute.</summary>
    public TablePlace Of(string folder) => new(folder.Contains("://", StringComparison.Ordinal) ? folder : $"{lakes.Default}/{folder}");

    /// <summary>The folder of a new table, for <see cref="LakeTableRow.Folder"/>, in its environment's lake.</summary>
    public async Task<string> NewFolderAsync(Scope scope, TableName name, string id, CancellationToken cancellationToken)
    {
        var folder = NewFolder(scope, name, id);
        return await lakes.OfAsync(scope.Environment, cancellationToken) is var lake && lake != lakes.Default ? $"{lake}/{folder}" : folder;
    }

    /// <summary>The folder of a new table below any place: names made safe for any store, the id keeps them apart.</summary>
    public static string NewFolder(Scope scope, TableName name, string id) =>
        $"{SafePart(scope.Organisation)}/{SafePart(scope.Environment)}/{SafePart(name.Schema)}/{SafePart(name.Name)}-{id}";

    /// <summary>Below this are the new tables of an environment.</summary>
    public async Task<string> EnvironmentRootAsync(Scope scope, CancellationToken cancellationToken) =>
        $"{await lakes.OfAsync(scope.Environment, cancellationToken)}/{SafePart(scope.Organisation)}/{SafePart(scope.Environment)}";

    /// <summary>Below this are the tables of an environment that are never published. No schema has a folder of this name.</summary>
    public async Task<string> TemporaryRootAsync(Scope scope, CancellationToken cancellationToken) => $"{await EnvironmentRootAsync(scope, cancellationToken)}/.temporary";

    /// <summary>The folder of such a table.</summary>
    public async Task<string> TemporaryFolderAsync(Scope scope, TableName name, string id, CancellationToken cancellationToken) =>
        FolderAt($"{await TemporaryRootAsync(scope, cancellationToken)}/{SafePart(name.Schema)}/{SafePart(name.Name)}-{id}");

    /// <summary>A location as <see cref="LakeTableRow.Folder"/> has it: below the default place where it is, for that may be moved.</summary>
    public string FolderAt(string location) =>
        location.StartsWith($"{lakes.Default}/", StringComparison.Ordinal) ? location[(lakes.Default.Length + 1)..] : location;

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
