using Microsoft.Extensions.DependencyInjection;
using Talentys.Contracts;
using Talentys.Ui.Features.Catalog;
using Talentys.Ui.Texts;

namespace Talentys.Ui.Tests.Catalog;

public sealed class VersionWordsTests : PageContext
{
    public static TheoryData<TableVersionItem, string> Told => new()
    {
        { Version("append", 1204) with { AddedRows = 1204, AddedFiles = 3 }, "Added 1,204 rows in 3 files" },
        { Version("append", 5) with { AddedRows = 1, AddedFiles = 1 }, "Added 1 row in 1 file" },
        { Version("append", 5), "No rows were added" },
        { Version("overwrite", 7) with { AddedRows = 7, AddedFiles = 2, RemovedRows = 9, RemovedFiles = 1, Files = 2 }, "Replaced all rows: 7 rows in 2 files" },
        { Version("overwrite", 90) with { AddedRows = 12, AddedFiles = 1, RemovedRows = 12, Files = 3 }, "Replaced 12 rows" },
        { Version("overwrite", 90) with { AddedRows = 3, AddedFiles = 1, RemovedRows = 1, Files = 3 }, "Added 3 rows, deleted 1 row" },
        { Version("overwrite", 90), "Rows were replaced" },
        { Version("delete", 90) with { RemovedRows = 12 }, "Deleted 12 rows" },
        { Version("delete", 90), "Deleted rows by their values" },
        { Version("replace", 90) with { AddedRows = 90, RemovedRows = 90, AddedFiles = 1, RemovedFiles = 20 }, "Small files were written together: 20 became 1" },
        { Version("replace", 90) with { AddedRows = 90, RemovedRows = 90, AddedFiles = 1, RemovedFiles = 1 }, "1 file was written anew" },
        { Version("replace", 90), "Lists of files were written together" },
        { Version("overwrite", 9) with { AddedRows = 9, RemovedRows = 4, AddedFiles = 1, RolledBackTo = 3 }, "Content of version 3 came back" },
        { Version("overwrite", 7) with { AddedRows = 7, RemovedRows = 7, AddedFiles = 1, Files = 1, UpdatedRows = 2, DeletedRows = 0, InsertedRows = 0 }, "Updated 2 rows" },
        { Version("overwrite", 6) with { AddedRows = 6, RemovedRows = 7, AddedFiles = 1, Files = 1, UpdatedRows = 0, DeletedRows = 1, InsertedRows = 0 }, "Deleted 1 row" },
        { Version("overwrite", 8) with { AddedRows = 8, RemovedRows = 7, AddedFiles = 1, Files = 1, UpdatedRows = 2, DeletedRows = 1, InsertedRows = 2 }, "Added 2 rows, updated 2 rows, deleted 1 row" },
        { Version("cherry-pick", 9), "cherry-pick" },
    };

    [Theory]
    [MemberData(nameof(Told), DisableDiscoveryEnumeration = true)]
    public void A_version_tells_what_it_did(TableVersionItem version, string words)
    {
        var (texts, formats) = (Services.GetRequiredService<Words>(), Services.GetRequiredService<Formats>());
        formats.Use("en", "", "");
        Assert.Equal(words, VersionWords.Of(version, texts, formats));
    }

    [Fact]
    public void Upkeep_tells_what_it_would_do()
    {
        var (texts, formats) = (Services.GetRequiredService<Words>(), Services.GetRequiredService<Formats>());
        formats.Use("en", "", "");
        Assert.Equal(
            [
                "Small files are written together: 20 become 1 (1.2 MB)",
                "Files are written anew without their deleted rows: 1 (900 B)",
                "Lists of files are written together: 40 become 2",
                "Old versions go: 3, with 1 file that only they have (5 KB)",
                "Files that no version has go: 2 (7 B)",
            ],
            new MaintenanceStep[]
            {
                new("compact", true, 20, 1, 0, 1_200_000), new("compact", true, 1, 1, 0, 900), new("manifests", true, 40, 2, 0, 1),
                new("expire", true, 1, 0, 3, 5000), new("orphans", true, 2, 0, 0, 7),
            }.Select(step => UpkeepWords.Of(step, texts, formats)));
    }

    private static TableVersionItem Version(string operation, long rows) =>
        new(4, DateTimeOffset.UnixEpoch, operation, rows, new Dictionary<string, string>());
}
