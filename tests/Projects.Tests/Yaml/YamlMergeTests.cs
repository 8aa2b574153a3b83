using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Talentys.Projects.Yaml;

namespace Talentys.Projects.Tests.Yaml;

public sealed class YamlMergeTests
{
    private const string Old = """
        # yaml-language-server: $schema=../.talentys/schemas/source.json
        # The old system.
        type: files
        path: ./drop/erp/   # where it is delivered

        # one table each
        streams:
          # from the shop
          products: {files: "products_*.csv", csv: {delimiter: ";", skip: 1}}   # since May
          stock:
            files: 'stock/*.csv'
            read: full # for now

          # not much
          zips: {files: zips.csv}
        reject_limit: 1%

        """;

    [Fact]
    public void What_says_the_same_stays_as_it_is() => Assert.Equal(Old, Merge(_ => { }));

    [Fact]
    public void Values_change_in_their_places_and_comments_stay() => Assert.Equal(
        Old.Replace("./drop/erp/", "\"a: b\"", StringComparison.Ordinal)
            .Replace("delimiter: \";\", skip: 1", "delimiter: \",\", skip: 20", StringComparison.Ordinal)
            .Replace("'stock/*.csv'", "s.csv", StringComparison.Ordinal)
            .Replace("read: full", "read: incremental", StringComparison.Ordinal),
        Merge(content =>
        {
            content["path"] = "a: b";
            content["streams"]!["products"]!["csv"]!["delimiter"] = ",";
            content["streams"]!["products"]!["csv"]!["skip"] = 20;
            content["streams"]!["stock"]!["files"] = "s.csv";
            content["streams"]!["stock"]!["read"] = "incremental";
        }));

    [Fact]
    public void Keys_come_and_go_and_the_comments_of_the_others_stay() => Assert.Equal(
        Old
            .Replace("  # from the shop\n  products: {files: \"products_*.csv\", csv: {delimiter: \";\", skip: 1}}   # since May\n", "", StringComparison.Ordinal)
            .Replace("  zips: {files: zips.csv}\n", "  zips: {files: zips.csv}\n  new:\n    files: n.csv\n", StringComparison.Ordinal)
            .Replace("reject_limit: 1%\n", "reject_limit: 1%\ntags: [a]\n", StringComparison.Ordinal),
        Merge(content =>
        {
            content["streams"]!.AsObject().Remove("products");
            content["streams"]!["new"] = new JsonObject { ["files"] = "n.csv" };
            content["tags"] = new JsonArray("a");
        }));

    [Fact]
    public void Windows_line_ends_stay() => Assert.Equal(
        "type: files # x\r\npath: b\r\n", YamlMerge.Of("type: files # x\r\npath: a\r\n", Json("""{"type": "files", "path": "b"}""")));

    [Theory]
    [InlineData("a: |\n  # text\n  more\nb: 1\n", """{"a": "x\n", "b": 1}""")]
    [InlineData("a: >-\n  folded\n  text\nb: 1\n", """{"a": "x", "b": 2}""")]
    [InlineData("a: b\n  c\nd: 1\n", """{"a": "b", "d": 1}""")]
    [InlineData("a:\nb: ~\n", """{"a": 1, "b": 2}""")]
    [InlineData("{a: 1, b: [2]}", """{"a": 2, "b": [2]}""")]
    [InlineData("a: [1,\n  2]\nb: 1\n", """{"a": [1, 3], "b": 1}""")]
    [InlineData("a: 'it''s' # x\n", """{"a": "it"}""")]
    [InlineData("a: \"\\\"q\\\"\" # x\n", """{"a": "it"}""")]
    [InlineData("---\na: 1\n...\n", """{"a": 2, "c": {"d": null}}""")]
    [InlineData("- a\n", """{"a": 2}""")]
    [InlineData("a: [\n", """{"a": 2}""")]
    [InlineData("? a\n: 1\nb: 2\n", """{"a": 2, "b": 3}""")]
    [InlineData("# only this\n", """{"a": 2}""")]
    public void Whatever_the_form_it_says_the_content(string old, string content) => Says(Json(content), YamlMerge.Of(old, Json(content)));

    [Fact]
    public void Any_change_of_any_content_is_said() =>
        Gen.Int[0, 8].Array[3].Array[2].Array[0, 5].Sample(
            changes =>
            {
                var before = Build(changes.Select(change => change[0]));
                var after = Build(changes.Select(change => change[1]));
                var old = YamlWriter.Document(Json(before.ToJsonString())).Replace("\n", " # c\n# d\n", StringComparison.Ordinal);
                Says(Json(after.ToJsonString()), YamlMerge.Of(old, Json(after.ToJsonString())));
            },
            iter: 2000);

    private static JsonObject Build(IEnumerable<int[]> changes)
    {
        JsonObject content = new() { ["a"] = 1, ["b"] = new JsonObject { ["x"] = "one", ["y"] = new JsonArray(1, "t") }, ["c"] = "two words" };
        foreach (var change in changes)
        {
            var key = "abcd"[change[0] % 4].ToString();
            content[key] = change[1] switch
            {
                0 => null,
                1 => "text: with # signs",
                2 => 1.5,
                3 => new JsonArray("x", "y, z"),
                4 => new JsonObject { ["x"] = change[2], ["z"] = new JsonObject { ["n"] = change[2] } },
                5 => new JsonObject(),
                6 => true,
                7 => "it's \"q\"",
                _ => new JsonObject { ["x"] = "one", ["y"] = new JsonArray(change[2], "t") },
            };
            if (change[2] == 8)
            {
                content.Remove(key);
            }
        }

        return content;
    }

    private static string Merge(Action<JsonObject> change)
    {
        var (root, _) = YamlReader.Read(Old, "");
        var content = ScalarForms.ToJson(root!)!.AsObject();
        change(content);
        var merged = YamlMerge.Of(Old, Json(content.ToJsonString()));
        Says(Json(content.ToJsonString()), merged);
        return merged;
    }

    private static void Says(JsonElement content, string text)
    {
        var (root, faults) = YamlReader.Read(text, "");
        Assert.True(root is not null && faults.Count == 0, text);
        Assert.True(JsonElement.DeepEquals(content, ScalarForms.ToElement(root)), text);
    }

    private static JsonElement Json(string text)
    {
        using var json = JsonDocument.Parse(text);
        return json.RootElement.Clone();
    }
}
