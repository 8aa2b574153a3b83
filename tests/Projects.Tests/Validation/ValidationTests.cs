using Talentys.TestSupport;

namespace Talentys.Projects.Tests.Validation;

public sealed class ValidationTests
{
    [Fact]
    public async Task All_faults_are_told_at_once_with_line_and_column_and_mend()
    {
        using var folder = new TempFolder();
        folder.Write("sources/erp.yml", """
            # a comment
            type: files
            pth: ./drop
            limit: 1%
            depth: 12
            ratio: "0.5"
            header: yes
            tags: [good, Bad, 7]
            streams:
              orders: {read: incremntal, wrte: append}
              stock:
              prices: [1]
            """);
        folder.Write("sources/shop.yml", """
            type: postgres
            url: postgres://shop:hunter2@db
            when: allways
            """);
        folder.Write("sources/web.yml", "type: file\n");
        folder.Write("sources/none.yml", "# nothing yet\n");

        Assert.Equal("""
            projects.missing_key sources/erp.yml:2:1: The key 'path' is missing. Folder, file or glob.
            projects.unknown_key sources/erp.yml:3:1: The key 'pth' is not known here. Did you mean 'path'?
            projects.maximum sources/erp.yml:5:8: 12 is too large. Write 9 or less.
            projects.type sources/erp.yml:6:8: Expected a number, found the text '0.5'. Take the quotes away.
            projects.type sources/erp.yml:7:9: Expected true or false, found the text 'yes'. Write true or false, in small letters.
            projects.pattern sources/erp.yml:8:14: The text does not have the form that is expected here. Small letters only.
            projects.type sources/erp.yml:8:19: Expected a text, found the number 7. Put it in quotes.
            projects.value sources/erp.yml:10:18: The text 'incremntal' is not possible here. Did you mean 'incremental'?
            projects.unknown_key sources/erp.yml:10:30: The key 'wrte' is not known here. Did you mean 'write'?
            projects.type sources/erp.yml:12:11: Expected keys and values, found a list.
            projects.missing_key sources/none.yml:1:1: The key 'type' is missing. Possible are: files, postgres.
            projects.pattern sources/shop.yml:2:6: The text does not have the form that is expected here.
            projects.value sources/shop.yml:3:7: The text 'allways' is not possible here. Did you mean 'always'?
            projects.value sources/web.yml:1:7: There is no type 'file'. Did you mean 'files'?
            """, await SourceLikeKind.ToldAsync(folder));
    }

    [Fact]
    public async Task A_secret_written_into_a_file_is_not_repeated()
    {
        using var folder = new TempFolder();
        folder.Write("sources/a.yml", "type: postgres\nurl: hunter2\n");
        folder.Write("sources/b.yml", "type: postgres\nurl: 4711\n");

        var told = await SourceLikeKind.ToldAsync(folder);

        Assert.Contains("sources/a.yml:2:6", told);
        Assert.Contains("sources/b.yml:2:6", told);
        Assert.DoesNotContain("hunter2", told);
        Assert.DoesNotContain("4711", told);
    }

    [Fact]
    public async Task What_fits_has_no_fault()
    {
        using var folder = new TempFolder();
        folder.Write("sources/erp.yml", "type: files\npath: ./drop\nlimit: 5\ndepth: 0\nratio: 3\nheader: false\nstreams: {a: {read: full}, b: , c: ~}\n");
        folder.Write("sources/shop.yaml", "type: postgres\nurl: ${secret:SHOP_URL}\nwhen: 4\n");

        var set = await SourceLikeKind.Resources(folder).LoadAsync("source", CancellationToken.None);

        Assert.Empty(set.Faults);
        Assert.Equal(["erp", "shop"], set.Documents.Select(document => document.Name));
    }
}
