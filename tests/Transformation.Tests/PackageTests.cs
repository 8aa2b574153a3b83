using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using Talentys.Kernel;
using Talentys.Transformation.Public;

namespace Talentys.Transformation.Tests;

public class PackageTests
{
    [Fact]
    public async Task Packages_of_git_of_a_tarball_and_of_a_folder_are_installed_with_theirs_and_locked()
    {
        using var lib = new TestProject(("core/dbt_project.yml", "name: core\n"), ("core/models/c.sql", "select 1"), ("dbt_project.yml", "name: lib\n"));
        Git(lib, "init", "-q", "-b", "main");
        var first = Commit(lib);
        Git(lib, "tag", "v1");
        lib.Add("core/models/c.sql", "select 2");
        Commit(lib);
        using var tarred = new TestProject(("inner/dbt_project.yml", "name: tarred\n"), ("inner/models/t.sql", "select 1"));
        Pack(tarred["inner"], tarred["tarred.tar.gz"]);
        using var local = new TestProject(("dbt_project.yml", "name: local\n"), ("packages.yml", $"packages:\n  - git: \"{lib[""]}\"\n    revision: v1\n    subdirectory: core\n"), ("models/l.sql", "select 1"));
        using var project = new TestProject(
            ("packages.yml", $"packages:\n  - local: {local[""]}\n  - tarball: {tarred["tarred.tar.gz"]}\n    name: tarred\n"), ("models/a.sql", "select * from {{ ref('core', 'c') }}"));

        Assert.Equal(["dbt.package_missing", "dbt.package_missing"], project.Faults().Select(fault => fault.Code));
        await InstallAsync(project);

        Assert.Equal(["a", "c", "l", "t"], project.Read().Nodes.Select(node => node.Name).Order(StringComparer.Ordinal));
        Assert.Equal("select 1", project.Node("model.core.c").RawCode);
        Assert.False(Directory.Exists(project["dbt_packages/core/.git"]));
        var locked = File.ReadAllText(project["package-lock.yml"]);
        Assert.Contains($"revision: {first}", locked, StringComparison.Ordinal);
        Assert.Contains("sha1_hash: ", locked, StringComparison.Ordinal);

        // as it is locked, until it is made anew
        Git(lib, "tag", "-f", "v1");
        await InstallAsync(project);
        Assert.Equal("select 1", project.Node("model.core.c").RawCode);
        await InstallAsync(project, upgrade: true);
        Assert.Equal("select 2", project.Node("model.core.c").RawCode);
    }

    [Fact]
    public async Task A_package_of_the_hub_is_refused_with_the_form_that_works_unless_it_is_there()
    {
        using var project = new TestProject(("packages.yml", "packages:\n  - package: dbt-labs/dbt_utils\n    version: [\">=1.0.0\", \"<2.0.0\"]\n"), ("models/a.sql", "select 1"));

        var fault = (await Assert.ThrowsAsync<FaultException>(() => InstallAsync(project))).Fault;
        Assert.Equal(("dbt.package_hub", "packages.yml"), (fault.Code, fault.Place));
        Assert.Contains("- git: ADDRESS", fault.Mend, StringComparison.Ordinal);

        project.Add("dbt_packages/dbt_utils/dbt_project.yml", "name: dbt_utils\n");
        project.Add("dbt_packages/stale/dbt_project.yml", "name: stale\n");
        await InstallAsync(project);
        Assert.True(Directory.Exists(project["dbt_packages/dbt_utils"]));
        Assert.False(Directory.Exists(project["dbt_packages/stale"]));
        Assert.Equal(["a"], project.Read().Nodes.Select(node => node.Name));
    }

    [Theory]
    [InlineData("git: /nowhere/at/all", "dbt.package_unreachable")]
    [InlineData("git: \"ext::sh -c true\"", "dbt.package_unreachable")]
    [InlineData("git: --upload-pack=x", "dbt.package_invalid")]
    [InlineData("tarball: nothing.tar.gz", "dbt.package_unreachable")]
    [InlineData("local: nowhere", "dbt.package_missing")]
    [InlineData("private: org/repo", "dbt.package_private")]
    [InlineData("name: x", "dbt.package_invalid")]
    public async Task A_package_that_cannot_be_had_is_one_clear_fault(string entry, string code)
    {
        using var project = new TestProject(("packages.yml", $"packages:\n  - {entry}\n"));

        Assert.Equal(code, (await Assert.ThrowsAsync<FaultException>(() => InstallAsync(project))).Fault.Code);
        Assert.False(File.Exists(project["package-lock.yml"]));
    }

    [Fact]
    public async Task A_tarball_writes_nothing_outside_of_its_folder()
    {
        using var project = new TestProject(("packages.yml", "packages:\n  - {tarball: evil.tar.gz, name: evil}\n"));
        await using (var file = File.Create(project["evil.tar.gz"]))
        await using (var zip = new GZipStream(file, CompressionMode.Compress))
        await using (var tar = new TarWriter(zip))
        {
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, "../../evil.txt") { DataStream = new MemoryStream([1]) }, TestContext.Current.CancellationToken);
        }

        Assert.Equal("dbt.package_unsafe", (await Assert.ThrowsAsync<FaultException>(() => InstallAsync(project))).Fault.Code);
        Assert.Empty(Directory.GetFiles(project[""], "evil.txt", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_package_is_added_and_what_is_made_is_deleted_but_nothing_else()
    {
        using var project = new TestProject(("target/x.txt", "x"), ("models/a.sql", "select 1"));
        DbtPackages.Add(project.Order.Folder, "../lib@1.0", "git");
        DbtPackages.Add(project.Order.Folder, "../other", "local");
        Assert.Equal("packages:\n  - git: \"../lib\"\n    revision: \"1.0\"\n  - local: \"../other\"\n", File.ReadAllText(project["packages.yml"]));
        File.Delete(project["packages.yml"]);

        Assert.Equal(["target"], DbtPackages.Clean(project.Order, TestContext.Current.CancellationToken));
        Assert.False(Directory.Exists(project["target"]));
        foreach (var target in (string[])["..", "models", "."])
        {
            project.Add("dbt_project.yml", $"name: shop\nclean-targets: [\"{target}\"]\n");
            Assert.Equal("dbt.clean_refused", Assert.Throws<FaultException>(() => DbtPackages.Clean(project.Order, TestContext.Current.CancellationToken)).Fault.Code);
        }

        Assert.True(File.Exists(project["models/a.sql"]));
    }

    private static Task InstallAsync(TestProject project, bool upgrade = false) => DbtPackages.InstallAsync(project.Order, upgrade, false, _ => { }, TestContext.Current.CancellationToken);

    private static string Commit(TestProject project)
    {
        Git(project, "add", "-A");
        Git(project, "-c", "user.name=t", "-c", "user.email=t@t", "commit", "-q", "-m", "x");
        return Git(project, "rev-parse", "HEAD");
    }

    private static string Git(TestProject project, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = project[""], RedirectStandardOutput = true })!;
        var text = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return text;
    }

    private static void Pack(string folder, string to)
    {
        using var file = File.Create(to);
        using var zip = new GZipStream(file, CompressionMode.Compress);
        TarFile.CreateFromDirectory(folder, zip, includeBaseDirectory: true);
    }
}
