using Talentys.Kernel;
using Talentys.Projects.Resources;
using Talentys.Projects.Settings;
using Talentys.TestSupport;

namespace Talentys.Projects.Tests.Resources;

public sealed class ProjectResourcesTests
{
    private const string Good = "type: files\npath: ./drop\n";

    [Fact]
    public async Task An_empty_folder_is_a_project()
    {
        using var folder = new TempFolder();
        var set = await SourceLikeKind.Resources(folder).LoadAsync(null, CancellationToken.None);
        Assert.Empty(set.Faults);
        Assert.Empty(set.Documents);
    }

    [Fact]
    public async Task Two_files_of_one_name_are_a_fault_that_names_both()
    {
        using var folder = new TempFolder();
        folder.Write("sources/erp.yml", Good);
        folder.Write("sources/erp.yaml", Good);
        folder.Write("sources/shop.yml", Good);

        var set = await SourceLikeKind.Resources(folder).LoadAsync("source", CancellationToken.None);

        var fault = Assert.Single(set.Faults);
        Assert.Equal("projects.duplicate_name", fault.Code);
        Assert.Contains("sources/erp.yaml and sources/erp.yml", fault.Message);
        Assert.Equal("shop", Assert.Single(set.Documents).Name);
    }

    [Fact]
    public async Task Names_that_differ_only_in_case_are_a_fault()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "The file system takes both for one file.");
        using var folder = new TempFolder();
        folder.Write("sources/erp.yml", Good);
        folder.Write("sources/ERP.yml", Good);

        var set = await SourceLikeKind.Resources(folder).LoadAsync("source", CancellationToken.None);

        Assert.Equal(["projects.name", "projects.duplicate_name"], set.Faults.OrderByDescending(fault => fault.Code.Length == 13).Select(fault => fault.Code));
        Assert.Empty(set.Documents);
    }

    [Theory]
    [InlineData("Ventes-Été 2", "ventes_ete_2")]
    [InlineData("2024", "r_2024")]
    [InlineData("erp-eu", "erp_eu")]
    [InlineData("日本", "r")]
    public async Task A_name_that_cannot_be_a_schema_is_told_with_one_that_can(string name, string near)
    {
        using var folder = new TempFolder();
        folder.Write($"sources/{name}.yml", Good);

        var set = await SourceLikeKind.Resources(folder).LoadAsync("source", CancellationToken.None);

        var fault = Assert.Single(set.Faults);
        Assert.Equal(($"sources/{name}.yml", $"Rename the file to {near}.yml."), (fault.Place, fault.Mend));
    }

    [Fact]
    public async Task Other_files_and_folders_are_left_alone()
    {
        using var folder = new TempFolder();
        folder.Write("sources/erp.yml", Good);
        folder.Write("sources/README.md", "# : [");
        folder.Write("sources/.#erp.yml", ": [");
        folder.Write("other/erp.yml", ": [");
        folder.Write("models/x.yml", ": [");

        var set = await SourceLikeKind.Resources(folder).LoadAsync(null, CancellationToken.None);

        Assert.Empty(set.Faults);
        Assert.Equal("sources/erp.yml", Assert.Single(set.Documents).Path);
    }

    [Fact]
    public async Task A_missing_project_folder_is_a_fault()
    {
        using var folder = new TempFolder();
        var missing = new PlatformFolders(folder["gone"], folder["state"]);
        var set = await new ProjectResources(missing, [new ProjectKind()]).LoadAsync(null, CancellationToken.None);
        Assert.Equal("projects.folder_missing", Assert.Single(set.Faults).Code);
    }

    [Fact]
    public async Task A_file_where_a_folder_belongs_is_a_fault()
    {
        using var folder = new TempFolder();
        folder.Write("sources", "");
        var set = await SourceLikeKind.Resources(folder).LoadAsync("source", CancellationToken.None);
        Assert.Equal(("projects.unreadable", "sources"), (Assert.Single(set.Faults).Code, set.Faults[0].Place));
    }

    [Fact]
    public async Task A_link_that_leads_nowhere_is_a_fault_and_the_rest_is_read()
    {
        using var folder = new TempFolder();
        folder.Write("sources/erp.yml", Good);
        File.CreateSymbolicLink(folder["sources/shop.yml"], folder["gone.yml"]);

        var set = await SourceLikeKind.Resources(folder).LoadAsync("source", CancellationToken.None);

        Assert.Equal(("projects.unreadable", "sources/shop.yml"), (Assert.Single(set.Faults).Code, set.Faults[0].Place));
        Assert.Equal("erp", Assert.Single(set.Documents).Name);
    }

    [Theory]
    [InlineData("sources")]
    [InlineData("sources/erp.yml")]
    public async Task What_may_not_be_read_is_a_fault(string forbidden)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Everything may be read here.");
        using var folder = new TempFolder();
        folder.Write("sources/erp.yml", Good);
        if (!OperatingSystem.IsWindows())
        {
            var before = File.GetUnixFileMode(folder[forbidden]);
            File.SetUnixFileMode(folder[forbidden], UnixFileMode.None);
            var set = await SourceLikeKind.Resources(folder).LoadAsync("source", CancellationToken.None);
            File.SetUnixFileMode(folder[forbidden], before);
            Assert.Equal(("projects.unreadable", forbidden), (Assert.Single(set.Faults).Code, set.Faults[0].Place));
        }
    }

    [Fact]
    public async Task An_unknown_kind_names_the_known_ones()
    {
        using var folder = new TempFolder();
        var refused = await Assert.ThrowsAsync<FaultException>(
            () => SourceLikeKind.Resources(folder).LoadAsync("sources", CancellationToken.None));
        Assert.Equal("Did you mean 'source'? Known kinds are: project, source.", refused.Fault.Mend);
    }
}
