using System.Globalization;
using System.Text.Json.Nodes;
using Talentys.Lake.Manifests;
using Talentys.Lake.Metadata;
using Talentys.Lake.Partitions;
using Talentys.Lake.Stores;
using Talentys.Lake.Types;

namespace Talentys.Lake.Tests.RestCatalog;

/// <summary>An engine beside ours: writes data files and manifests where the catalog says, and commits over HTTP alone.</summary>
internal static class OtherEngine
{
    /// <summary>Writes rows of a SELECT of id and name; the add-snapshot and set-snapshot-ref updates that publish them are the result.</summary>
    public static async Task<string> StageAsync(RestServer server, JsonObject loaded, string select)
    {
        var metadata = loaded["metadata"]!.AsObject();
        var location = (string)metadata["location"]!;
        var parent = (long?)metadata["current-snapshot-id"];
        var sequence = (long)metadata["last-sequence-number"]! + 1;
        var snapshot = Random.Shared.NextInt64(1, long.MaxValue);
        var folder = LocalStore.ToPath(location);
        Directory.CreateDirectory($"{folder}/data");
        Directory.CreateDirectory($"{folder}/metadata");

        var data = $"{folder}/data/other-{snapshot}.parquet";
        await server.Connection.ExecuteAsync($"copy ({select}) to '{data}' (format parquet, field_ids {{id: 1, name: 2}})", CancellationToken.None);
        var rows = (long)(await server.Connection.RowsAsync($"select count(*) from read_parquet('{data}')", [], CancellationToken.None))[0][0]!;

        var columns = IcebergTypeJson.ReadSchema(System.Text.Json.JsonDocument.Parse(metadata["schemas"]![0]!.ToJsonString()).RootElement);
        var file = new ContentFile { Path = $"file://{data}", Rows = rows, Bytes = new FileInfo(data).Length };
        var manifest = $"{folder}/metadata/other-{snapshot}-m0.avro";
        var content = ManifestContent.Of(columns, PartitionSpec.None, [new ManifestEntry(EntryStatus.Added, snapshot, null, null, file)]).Write();
        await File.WriteAllBytesAsync(manifest, content);
        List<ManifestFile> manifests =
        [
            new ManifestFile
            {
                Path = $"file://{manifest}", Length = content.Length, PartitionSpecId = 0, Content = 0, SequenceNumber = sequence,
                MinSequenceNumber = sequence, AddedSnapshotId = snapshot, AddedFiles = 1, ExistingFiles = 0, DeletedFiles = 0, AddedRows = rows,
                ExistingRows = 0, DeletedRows = 0,
            },
        ];
        var total = rows;
        if (parent is { } before)
        {
            var old = metadata["snapshots"]!.AsArray().Single(one => (long)one!["snapshot-id"]! == before)!;
            manifests.AddRange(ManifestListFile.Parse(await File.ReadAllBytesAsync(LocalStore.ToPath((string)old["manifest-list"]!))));
            total += long.Parse((string)old["summary"]!["total-records"]!, CultureInfo.InvariantCulture);
        }

        var list = $"{folder}/metadata/snap-{snapshot}.avro";
        await File.WriteAllBytesAsync(list, ManifestListFile.Write(snapshot, parent, sequence, manifests));
        var added = new JsonObject
        {
            ["snapshot-id"] = snapshot,
            ["sequence-number"] = sequence,
            ["timestamp-ms"] = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(),
            ["manifest-list"] = $"file://{list}",
            ["summary"] = new JsonObject { ["operation"] = "append", ["added-records"] = $"{rows}", ["total-records"] = $"{total}" },
            ["schema-id"] = (int)metadata["current-schema-id"]!,
        };
        if (parent is not null)
        {
            added["parent-snapshot-id"] = parent;
        }

        return $$"""
            {"action": "add-snapshot", "snapshot": {{added.ToJsonString()}}},
            {"action": "set-snapshot-ref", "ref-name": "{{SnapshotReference.Main}}", "type": "branch", "snapshot-id": {{snapshot}}}
            """;
    }

    /// <summary>A manifest list at a path whose one manifest names a data file, and says that a snapshot long ago added it.</summary>
    public static async Task ForgeAsync(string list, string data)
    {
        const long LongAgo = 77;
        var schema = new IcebergSchema(0, [new NestedField(1, "id", false, new IcebergType.Primitive(PrimitiveKind.Long))]);
        var file = new ContentFile { Path = $"file://{data}", Rows = 1, Bytes = new FileInfo(data).Length };
        var content = ManifestContent.Of(schema, PartitionSpec.None, [new ManifestEntry(EntryStatus.Existing, LongAgo, 1, 1, file)]);
        await File.WriteAllBytesAsync($"{list}.m0", content.Write());
        await File.WriteAllBytesAsync(list, ManifestListFile.Write(1, null, 1, [content.Describe($"file://{list}.m0", 1, LongAgo, 1)]));
    }

    /// <summary>The body of a commit of staged rows on top of what was loaded.</summary>
    public static async Task<string> AppendAsync(RestServer server, JsonObject loaded, string select) =>
        Body(loaded, await StageAsync(server, loaded, select));

    /// <summary>The body of a commit that takes for true that nothing came between.</summary>
    public static string Body(JsonObject loaded, string updates)
    {
        var metadata = loaded["metadata"]!;
        var current = (long?)metadata["current-snapshot-id"];
        return $$"""
            {
              "requirements": [
                {"type": "assert-table-uuid", "uuid": "{{metadata["table-uuid"]}}"},
                {"type": "assert-ref-snapshot-id", "ref": "main", "snapshot-id": {{(current is { } id ? id.ToString(CultureInfo.InvariantCulture) : "null")}}}
              ],
              "updates": [{{updates}}]
            }
            """;
    }
}
