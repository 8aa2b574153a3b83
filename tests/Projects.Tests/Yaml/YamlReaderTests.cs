using CsCheck;
using Talentys.Kernel;
using Talentys.Projects.Yaml;

namespace Talentys.Projects.Tests.Yaml;

public sealed class YamlReaderTests
{
    private static readonly string[] Pieces =
    [
        "a", "key", ":", ": ", "- ", "\n", "\n  ", "\t", "[", "]", "{", "}", ",", "#", " #", "&x", "*x", "!", "!!str ", "'", "\"", "\\", "\\x4", "\\UFFFFFFFF",
        "|", "|2-\n", ">", "%YAML 1.2\n", "%TAG ! x\n", "---", "...", "? ", "<<", "~", "1.5", "\u0085", "é", "😀", "\uFEFF", "@", "`", " ",
    ];

    [Fact]
    public void Any_text_gives_a_document_or_faults_with_a_place() =>
        Gen.OneOf(Gen.String, Gen.OneOf([.. Pieces.Select(piece => Gen.Const(piece))]).Array[0, 40].Select(pieces => string.Concat(pieces))).Sample(
            text =>
            {
                var (root, faults) = YamlReader.Read(text, "a.yml");
                return (root is not null || faults.Count > 0)
                    && faults.All(fault => fault.Place!.StartsWith("a.yml:", StringComparison.Ordinal) && fault.Message.EndsWith('.'));
            },
            iter: 20_000);

    [Fact]
    public void Any_bytes_give_text_or_a_fault() =>
        Gen.Byte.Array[0, 60].Sample(bytes =>
        {
            var decoded = YamlText.Decode(bytes, "a.yml");
            return decoded.Ok ? !decoded.Value.Contains('\0') : decoded.Faults.Count == 1;
        });

    [Fact]
    public void Values_know_their_place_and_whether_they_were_quoted()
    {
        var (root, faults) = YamlReader.Read("# first\na:\n  b: [1, '2']\n", "a.yml");

        Assert.Empty(faults);
        var list = Assert.IsType<ResourceNode.Sequence>(Assert.IsType<ResourceNode.Mapping>(root!["a"])["b"]);
        Assert.Equal((3, 6), (list.Line, list.Column));
        Assert.Equal(
            [new ResourceNode.Scalar("1", false, 3, 7), new ResourceNode.Scalar("2", true, 3, 10)], list.Items.Cast<ResourceNode.Scalar>());
    }

    [Theory]
    [InlineData("a: 1\nb: 2\na: 3\n", "a.yml:3:1", "projects.duplicate_key")]
    [InlineData("a: &x 1\nb: *x\n", "a.yml:2:4", "projects.alias")]
    [InlineData("a: 1\n---\nb: 2\n", "a.yml:2:1", "projects.several_documents")]
    [InlineData("a:\n\tb: 1\n", "a.yml:2:1", "projects.tab")]
    [InlineData("a: !!int 3\n", "a.yml:1:4", "projects.tag")]
    [InlineData("- a\n", "a.yml:1:1", "projects.not_a_mapping")]
    [InlineData("[a]: 1\n", "a.yml:1:1", "projects.key")]
    [InlineData("a: [1, 2\nb: 3\n", "a.yml:2:1", "projects.yaml")]
    public void What_is_refused_is_told_with_its_place(string text, string place, string code)
    {
        var fault = Assert.Single(YamlReader.Read(text, "a.yml").Faults);
        Assert.Equal((place, code), (fault.Place, fault.Code));
    }

    [Fact]
    public void Nesting_without_end_is_refused()
    {
        var (root, faults) = YamlReader.Read("a: " + new string('[', 100_000), "a.yml");

        Assert.Null(root);
        Assert.Equal("projects.too_deep", Assert.Single(faults).Code);
    }

    [Fact]
    public void A_control_character_and_a_file_that_is_too_large_are_refused()
    {
        Assert.Equal(("a.yml:2:4", "projects.control_character"), Told("a: 1\nb: \0"u8.ToArray()));
        Assert.Equal(("a.yml", "projects.not_utf8"), Told([0x61, 0x3A, 0x20, 0xE9]));
        Assert.Equal(("a.yml", "projects.file_too_large"), Told(new byte[YamlLimits.Bytes + 1]));
    }

    private static (string?, string) Told(byte[] bytes)
    {
        var fault = Assert.Single(YamlText.Decode(bytes, "a.yml").Faults);
        return (fault.Place, fault.Code);
    }
}
