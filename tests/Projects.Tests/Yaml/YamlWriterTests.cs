using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Talentys.Projects.Yaml;

namespace Talentys.Projects.Tests.Yaml;

public sealed class YamlWriterTests
{
    private static readonly string[] Odd =
    [
        "", " ", "a", "true", "False", "null", "~", "yes", "No", "on", "-", "- a", "?", ": ", "a: b", "a:", "a #b", "#a", "a#b", "*.csv", "&a", "!t", "|", ">", "'", "\"",
        "it's", "say \"x\"", "\\", "a\\b", "%d/%m/%Y", "@x", "`x", "{", "}", "[a]", "a,b", "1", "-1", "1.50", "1e5", "0x10", "007", "1_000", ".5", ".inf", "-.INF", ".nan",
        "2026-01-01", "12:30", "1%", "...", "---", "<<", "=", "a\nb", "a\nb\n", "a\n\nb\n", "\n", "\na", "a\n\n", " a\nb", "a \nb", "a\n b\n", "\ta\nb", "a\tb", "a\r\nb", "\0", "\u0085", "\u00A0x",
        "\u2028", "\uFEFFa", "é", "日本", "🏠", "a\n# no comment\n", "a\n---\nb\n", "./drop/erp/", "stock/dt=*/*.parquet", "${secret:X}", "a \\ \"'", "key: |", "- x\n- y\n",
    ];

    private static readonly Gen<string> Text = Gen.OneOf(
        OneOf(Odd),
        OneOf(Odd).Array[1, 3].Select(parts => string.Concat(parts)),
        Gen.Char.Array[0, 12].Select(letters => new string([.. letters.Where(letter => !char.IsSurrogate(letter))])));

    private static readonly Gen<string> Number = Gen.OneOf(
        OneOf("0", "-0", "1.0", "1.50", "1e5", "-2.5E-3", "12345678901234567890", "0.1"), Gen.Int.Select(number => $"{number}"));

    private static readonly Gen<JsonNode?> Scalar = Gen.OneOf(
        Text.Select(text => (JsonNode?)JsonValue.Create(text)), Number.Select(number => JsonNode.Parse(number)),
        Gen.Bool.Select(truth => (JsonNode?)JsonValue.Create(truth)), Gen.Const((JsonNode?)null));

    [Fact]
    public void What_is_written_reads_as_the_same() => Object(3).Sample(
        content =>
        {
            using var json = JsonDocument.Parse(content.ToJsonString());
            var text = YamlWriter.Document(json.RootElement);
            var decoded = YamlText.Decode(System.Text.Encoding.UTF8.GetBytes(text), "f");
            var (root, faults) = YamlReader.Read(decoded.Value, "f");
            Assert.True(root is not null && faults.Count == 0, $"{string.Join('\n', faults)}\n{text}");
            var back = ScalarForms.ToElement(root);
            Assert.True(content.ToJsonString() == JsonSerializer.Serialize(back), $"{content.ToJsonString()}\n{JsonSerializer.Serialize(back)}\n{text}");
        },
        iter: 3000);

    [Fact]
    public void It_looks_as_a_person_would_write_it()
    {
        using var json = JsonDocument.Parse("""
            {
              "type": "files", "path": "./drop/erp/", "description": "From the\nold system.\n", "tags": ["a", "b, c"], "reject_limit": "1%", "limit": "10", "empty": {}, "none": [],
              "streams": {
                "products": {"files": "products_*.csv", "csv": {"delimiter": ";", "date_format": "%d/%m/%Y", "skip": 2, "header": true}},
                "stock": null
              },
              "notify": [{"on": ["failed"], "to": "${secret:HOOK}"}, {"on": [], "to": "a@b.c"}]
            }
            """);

        Assert.Equal(
            """
            type: files
            path: ./drop/erp/
            description: |
              From the
              old system.
            tags: [a, "b, c"]
            reject_limit: 1%
            limit: "10"
            empty: {}
            none: []
            streams:
              products:
                files: products_*.csv
                csv:
                  delimiter: ;
                  date_format: "%d/%m/%Y"
                  skip: 2
                  header: true
              stock: null
            notify:
              - on: [failed]
                to: ${secret:HOOK}
              - on: []
                to: a@b.c

            """,
            YamlWriter.Document(json.RootElement));
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    private static Gen<JsonNode?> Value(int depth) => depth == 0
        ? Scalar
        : Gen.OneOf(
            Scalar,
            Object(depth - 1).Select(content => (JsonNode?)content),
            Value(depth - 1).Array[0, 4].Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())])));

    private static Gen<JsonObject> Object(int depth) => Gen.Select(Text, Value(depth)).Array[0, 5].Select(pairs =>
    {
        var content = new JsonObject();
        foreach (var (key, value) in pairs)
        {
            content[key] = value?.DeepClone();
        }

        return content;
    });
}
