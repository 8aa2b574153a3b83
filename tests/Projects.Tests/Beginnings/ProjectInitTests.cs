using System.Text.Json.Nodes;
using Talentys.Kernel;
using Talentys.Projects.Public;
using Talentys.Projects.Settings;
using Talentys.TestSupport;

namespace Talentys.Projects.Tests.Beginnings;

public sealed class ProjectInitTests
{
    private static readonly Schemas Known = new([new SourceLikeKind(), new ProjectKind()]);

    [Theory]
    [InlineData("shop")]
    [InlineData("Mon Été_2024")]
    [InlineData("2024")]
    public async Task A_new_project_has_no_faults(string name)
    {
        using var folder = new TempFolder();

        var written = await new ProjectInit(Known).CreateAsync(folder[name], CancellationToken.None);

        Assert.Equal(
            ["talentys.yml", ".gitignore", "sources/README.md", ".talentys/schemas/project.json", ".talentys/schemas/source.json"], written);
        Assert.All(written, path => Assert.True(File.Exists(Path.Combine(folder[name], path))));
        var resources = new Projects.Resources.ProjectResources(
            new PlatformFolders(folder[name], folder["state"]), [new ProjectKind(), new SourceLikeKind()]);
        var set = await resources.LoadAsync(null, CancellationToken.None);
        Assert.Empty(set.Faults);
        Assert.Equal("talentys", Assert.Single(set.Documents).Name);
    }

    [Fact]
    public async Task The_commented_examples_are_valid_too()
    {
        using var folder = new TempFolder();
        await new ProjectInit(Known).CreateAsync(folder.Path, CancellationToken.None);
        var lines = await File.ReadAllLinesAsync(folder["talentys.yml"]);
        // examples are the commented lines of the form 'key:' and what is indented below them
        var examples = lines.Select(line => line.StartsWith("# ", StringComparison.Ordinal) && (line.Contains(": ") || line.EndsWith(':'))
            && !line.Contains("yaml-language") && !line.StartsWith("# environments", StringComparison.Ordinal) ? line[2..] : line);
        folder.Write("talentys.yml", string.Join('\n', examples.Select(line => line.StartsWith("#   - ", StringComparison.Ordinal) ? line[2..] : line)));

        var set = await SourceLikeKind.Resources(folder).LoadAsync("project", CancellationToken.None);

        Assert.Empty(set.Faults);
        Assert.Equal(["name", "requires", "default_env", "envs", "schedules", "notify"], set.Documents[0].Root.Entries.Select(entry => entry.Key.Text));
    }

    [Fact]
    public async Task Files_point_editors_to_schemas_that_are_there()
    {
        using var folder = new TempFolder();
        await new ProjectInit(Known).CreateAsync(folder.Path, CancellationToken.None);

        var first = File.ReadLines(folder["talentys.yml"]).First();
        var schema = JsonNode.Parse(await File.ReadAllTextAsync(folder[first.Split("$schema=")[1]]))!;

        Assert.Equal("/schemas/project.json", schema["$id"]!.GetValue<string>());
        Assert.Contains("$schema=../.talentys/schemas/source.json", await File.ReadAllTextAsync(folder["sources/README.md"]));
    }

    [Fact]
    public async Task Nothing_is_overwritten_and_every_file_in_the_way_is_named()
    {
        using var folder = new TempFolder();
        folder.Write("talentys.yml", "name: mine\n");
        folder.Write(".gitignore", "mine\n");

        var refused = await Assert.ThrowsAsync<FaultException>(
            () => new ProjectInit(Known).CreateAsync(folder.Path, CancellationToken.None));

        Assert.Equal([folder["talentys.yml"], folder[".gitignore"]], refused.Faults.Select(fault => fault.Place));
        Assert.Equal("name: mine\n", await File.ReadAllTextAsync(folder["talentys.yml"]));
        Assert.False(Directory.Exists(folder["sources"]));
    }

    [Fact]
    public async Task A_file_in_place_of_the_folder_is_a_fault()
    {
        using var folder = new TempFolder();
        folder.Write("taken", "");
        var refused = await Assert.ThrowsAsync<FaultException>(
            () => new ProjectInit(Known).CreateAsync(folder["taken"], CancellationToken.None));
        Assert.Equal("projects.not_written", refused.Fault.Code);
    }

    [Fact]
    public void An_unknown_schema_names_the_known_ones()
    {
        var refused = Assert.Throws<FaultException>(() => Known.Of("projet"));
        Assert.Equal("Did you mean 'project'? Known kinds are: project, source.", refused.Fault.Mend);
    }
}
