using System.Text.Json.Nodes;
using CsCheck;

namespace Talentys.Lake.Tests.Metadata;

/// <summary>Metadata of tables as any engine might have written it, with members that nobody knows.</summary>
internal static class RandomMetadata
{
    private static readonly string[] Primitives =
    [
        "boolean", "int", "long", "float", "double", "decimal(38, 10)", "date", "time", "timestamp", "timestamptz", "string", "uuid", "fixed[7]", "binary",
    ];

    private static readonly string[] Transforms = ["identity", "bucket[16]", "truncate[4]", "year", "month", "day", "hour", "void", "zorder"];

    /// <summary>The metadata.</summary>
    public static Gen<JsonObject> Json { get; } = Gen.Int.Select(seed => Make(new Random(seed)));

    /// <summary>The fields of a schema, numbered from an id on.</summary>
    public static JsonArray Fields(Random random, ref int id, int depth)
    {
        var fields = new JsonArray();
        for (var count = random.Next(1, 5); count > 0; count--)
        {
            var field = new JsonObject { ["id"] = ++id, ["name"] = $"Column {id} \"é\"", ["required"] = random.Next(2) == 0 };
            field["type"] = Type(random, ref id, depth);
            if (random.Next(3) == 0)
            {
                field["doc"] = "what\nit is";
            }

            fields.Add(field);
        }

        return fields;
    }

    private static JsonNode Type(Random random, ref int id, int depth)
    {
        switch (depth == 0 ? 9 : random.Next(8))
        {
            case 0:
                return new JsonObject { ["type"] = "struct", ["fields"] = Fields(random, ref id, depth - 1) };
            case 1:
                return new JsonObject { ["type"] = "list", ["element-id"] = ++id, ["element-required"] = true, ["element"] = Type(random, ref id, depth - 1) };
            case 2:
                return new JsonObject
                {
                    ["type"] = "map",
                    ["key-id"] = ++id,
                    ["key"] = Type(random, ref id, depth - 1),
                    ["value-id"] = ++id,
                    ["value-required"] = false,
                    ["value"] = Type(random, ref id, depth - 1),
                };
            default:
                return Primitives[random.Next(Primitives.Length)];
        }
    }

    private static JsonObject Make(Random random)
    {
        var id = 0;
        var schemas = new JsonArray([.. Enumerable.Range(0, random.Next(1, 4)).Select(number =>
            (JsonNode)new JsonObject { ["type"] = "struct", ["schema-id"] = number, ["fields"] = Fields(random, ref id, 3) })]);
        var snapshots = Enumerable.Range(1, random.Next(0, 4)).Select(number => (JsonNode)new JsonObject
        {
            ["snapshot-id"] = random.NextInt64(1, long.MaxValue),
            ["sequence-number"] = number,
            ["timestamp-ms"] = number,
            ["schema-id"] = 0,
            ["manifest-list"] = $"s3://b/{number}.avro",
            ["summary"] = new JsonObject { ["operation"] = "append", ["x"] = "y" },
            ["first-row-id"] = 4,
        }).ToArray();
        var metadata = new JsonObject
        {
            ["format-version"] = 2,
            ["table-uuid"] = Guid.NewGuid().ToString(),
            ["location"] = "file:///tmp/é t",
            ["last-sequence-number"] = 4,
            ["last-updated-ms"] = 5,
            ["last-column-id"] = id,
            ["schemas"] = schemas,
            ["current-schema-id"] = 0,
            ["partition-specs"] = new JsonArray([.. Enumerable.Range(0, 3).Select(spec => (JsonNode)new JsonObject
            {
                ["spec-id"] = spec, ["fields"] = new JsonArray([.. Transforms.Take(spec * 4).Select((transform, at) => (JsonNode)new JsonObject
                    { ["name"] = $"p{at}", ["transform"] = transform, ["source-id"] = 1, ["field-id"] = 1000 + at })]),
            })]),
            ["default-spec-id"] = random.Next(3),
            ["last-partition-id"] = 1008,
            ["sort-orders"] = new JsonArray(new JsonObject
            {
                ["order-id"] = 1,
                ["fields"] = new JsonArray(new JsonObject
                { ["transform"] = "identity", ["source-id"] = 1, ["direction"] = "desc", ["null-order"] = "nulls-last" })
            }),
            ["default-sort-order-id"] = 1,
            ["properties"] = new JsonObject { ["k"] = "v" },
            ["snapshots"] = new JsonArray(snapshots),
            ["snapshot-log"] = new JsonArray(new JsonObject { ["timestamp-ms"] = 1, ["snapshot-id"] = 2, ["later"] = "x" }),
            ["metadata-log"] = new JsonArray(new JsonObject { ["timestamp-ms"] = 1, ["metadata-file"] = "m", ["later"] = 1.5 }),
            ["refs"] = new JsonObject(),
            ["statistics"] = new JsonArray(new JsonObject { ["snapshot-id"] = 1 }),
            ["later"] = new JsonObject { ["a"] = new JsonArray(1, true) },
        };
        if (snapshots.Length > 0)
        {
            var current = snapshots[^1]["snapshot-id"]!;
            metadata["current-snapshot-id"] = current.DeepClone();
            metadata["refs"]!["main"] = new JsonObject { ["snapshot-id"] = current.DeepClone(), ["type"] = "branch", ["min-snapshots-to-keep"] = 2, ["later"] = "x" };
            metadata["refs"]!["t"] = new JsonObject { ["snapshot-id"] = snapshots[0]["snapshot-id"]!.DeepClone(), ["type"] = "tag", ["max-ref-age-ms"] = 9_000_000_000 };
        }

        return metadata;
    }
}
