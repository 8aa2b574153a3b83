using System.Text.Json;
using Talentys.Architecture.Tests.Tree;

namespace Talentys.Architecture.Tests.Sources;

public class RatchetsTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    [Fact]
    public void Counts_of_what_should_not_be_there_only_fall()
    {
        // the rules themselves have to name what they forbid
        var sources = Repository.WrittenSources()
            .Where(file => !file.Path.StartsWith("tests/Architecture.Tests/Sources/", StringComparison.Ordinal)).ToList();
        var settings = Repository.Files()
            .Where(file => file.EndsWith(".csproj", StringComparison.Ordinal) || file.EndsWith(".props", StringComparison.Ordinal) || file.EndsWith(".editorconfig", StringComparison.Ordinal))
            .Select(file => new SourceFile(file, Repository.Read(file))).ToList();
        var allowed = JsonSerializer.Deserialize<Dictionary<string, int>>(Repository.Read(Ratchets.Location))!;
        var measured = Ratchets.Measure(sources, settings);

        GeneratedFile.Check(Ratchets.Location, JsonSerializer.Serialize(Ratchets.Lower(allowed, measured), Indented) + "\n", "ratchet");
        Rule.Holds(Ratchets.Compare(JsonSerializer.Deserialize<Dictionary<string, int>>(Repository.Read(Ratchets.Location))!, measured));
    }

    [Fact]
    public void Planted_each_thing_that_is_counted()
    {
        var source = new SourceFile("src/Order.cs", string.Join('\n',
            "#pragma warning disable", "[SuppressMessage(\"a\", \"b\")]", "// TODO later", "throw new NotImplementedException();", new string('\n', Ratchets.LongFile)));
        var settings = new SourceFile("a.props", "<NoWarn>CS1591</NoWarn>\ndotnet_diagnostic.CA1000.severity = none");

        Assert.All(Ratchets.Measure([source], [settings]), count => Assert.True(count.Value == 1, count.Key));
    }

    [Fact]
    public void Planted_a_count_that_rises_one_that_falls_and_one_that_is_new() =>
        Assert.Equal(
            ["a rose from 1 to 2", "b fell from 3 to 0: write it down with ./build.sh ratchet", "c is not in architecture/ratchets.json"],
            Ratchets.Compare(new Dictionary<string, int> { ["a"] = 1, ["b"] = 3 }, new Dictionary<string, int> { ["a"] = 2, ["b"] = 0, ["c"] = 1 }));

    [Fact]
    public void Lowering_never_raises() =>
        Assert.Equal(
            new Dictionary<string, int> { ["a"] = 1, ["b"] = 0 },
            Ratchets.Lower(new Dictionary<string, int> { ["a"] = 1, ["b"] = 3 }, new Dictionary<string, int> { ["a"] = 2, ["b"] = 0 }));
}
