using Talentys.Projects.Yaml;

namespace Talentys.Projects.Tests.Yaml;

public sealed class GuardedParserTests
{
    [Theory]
    [InlineData("a: [1, 2\nb: 3\n")]
    [InlineData("...\n]")]
    public void What_breaks_the_library_from_inside_is_a_fault_with_a_place(string yaml)
    {
        var (root, faults) = YamlReader.Read(yaml, "f.yml");
        Assert.Null(root);
        Assert.StartsWith("f.yml:", Assert.Single(faults).Place, StringComparison.Ordinal);
    }
}
