using Talentys.Contracts;
using Talentys.Ui.Texts;

namespace Talentys.Ui.Features.Catalog;

/// <summary>What a version of a table did, in words.</summary>
public static class VersionWords
{
    /// <summary>The words.</summary>
    public static string Of(TableVersionItem version, Words words, Formats formats) => version switch
    {
        { RolledBackTo: { } to } => words["Content of version {0} came back", formats.Number(to)],
        { CountsHidden: true } => Hidden(version, words),
        { UpdatedRows: { } updated, DeletedRows: 0, InsertedRows: 0 or null } => words["Updated {0}", Rows(updated, words)],
        { UpdatedRows: 0, DeletedRows: { } deleted, InsertedRows: 0 or null } => words["Deleted {0}", Rows(deleted, words)],
        { UpdatedRows: { } updated, DeletedRows: { } deleted } => words["Added {0}, updated {1}, deleted {2}", Rows(version.InsertedRows ?? 0, words), Rows(updated, words), Rows(deleted, words)],
        { Operation: "replace", AddedFiles: 0, RemovedFiles: 0 } => words["Lists of files were written together"],
        { Operation: "replace" } when version.AddedFiles < version.RemovedFiles =>
            words["Small files were written together: {0} became {1}", formats.Number(version.RemovedFiles), formats.Number(version.AddedFiles)],
        { Operation: "replace" } => words.Count(version.AddedFiles, "{0} file was written anew", "{0} files were written anew"),
        { AddedRows: 0, RemovedRows: 0 } => Uncounted(version, words),
        { RemovedRows: 0, AddedFiles: 0 } => words["Added {0}", Rows(version.AddedRows, words)],
        { RemovedRows: 0 } => words["Added {0} in {1}", Rows(version.AddedRows, words), Files(version.AddedFiles, words)],
        { AddedRows: 0 } => words["Deleted {0}", Rows(version.RemovedRows, words)],
        _ when IsWhole(version) => words["Replaced all rows: {0} in {1}", Rows(version.AddedRows, words), Files(version.AddedFiles, words)],
        _ when version.AddedRows == version.RemovedRows => words["Replaced {0}", Rows(version.AddedRows, words)],
        _ => words["Added {0}, deleted {1}", Rows(version.AddedRows, words), Rows(version.RemovedRows, words)],
    };

    // whose rows are filtered is not told how many there were
    private static string Hidden(TableVersionItem version, Words words) => version.Operation switch
    {
        "append" => words["Rows were added"],
        "delete" => words["Rows were deleted"],
        "overwrite" => words["Rows were replaced"],
        "replace" => words["Files were written anew"],
        _ => version.Operation,
    };

    // not every engine counts, and rows that are deleted by their values cannot be counted
    private static string Uncounted(TableVersionItem version, Words words) => version.Operation switch
    {
        "append" => words["No rows were added"],
        "delete" => words["Deleted rows by their values"],
        "overwrite" => words["Rows were replaced"],
        _ => version.Operation,
    };

    private static bool IsWhole(TableVersionItem version) =>
        version.Operation == "overwrite" && version.Rows == version.AddedRows && version.Files == version.AddedFiles;

    private static string Rows(long count, Words words) => words.Count(count, "{0} row", "{0} rows");

    private static string Files(long count, Words words) => words.Count(count, "{0} file", "{0} files");
}
