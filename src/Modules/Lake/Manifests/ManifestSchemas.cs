namespace Talentys.Lake.Manifests;

/// <summary>The Avro schemas of manifest lists and manifests, version 2, with the field ids of the spec.</summary>
internal static class ManifestSchemas
{
    /// <summary>Rows of a manifest list.</summary>
    public static string List { get; } = Record("manifest_file",
        Field(500, "manifest_path", "\"string\""),
        Field(501, "manifest_length", "\"long\""),
        Field(502, "partition_spec_id", "\"int\""),
        Field(517, "content", "\"int\""),
        Field(515, "sequence_number", "\"long\""),
        Field(516, "min_sequence_number", "\"long\""),
        Field(503, "added_snapshot_id", "\"long\""),
        Field(504, "added_files_count", "\"int\""),
        Field(505, "existing_files_count", "\"int\""),
        Field(506, "deleted_files_count", "\"int\""),
        Field(512, "added_rows_count", "\"long\""),
        Field(513, "existing_rows_count", "\"long\""),
        Field(514, "deleted_rows_count", "\"long\""),
        Optional(507, "partitions", Array(508, Record("r508",
            Field(509, "contains_null", "\"boolean\""),
            Optional(518, "contains_nan", "\"boolean\""),
            Optional(510, "lower_bound", "\"bytes\""),
            Optional(511, "upper_bound", "\"bytes\"")))),
        Optional(519, "key_metadata", "\"bytes\""));

    /// <summary>Rows of a manifest whose files are partitioned by a spec.</summary>
    /// <param name="partition">Schema of the partition values: <see cref="PartitionAvro.Record"/>.</param>
    public static string Entry(string partition) => Record("manifest_entry",
        Field(0, "status", "\"int\""),
        Optional(1, "snapshot_id", "\"long\""),
        Optional(3, "sequence_number", "\"long\""),
        Optional(4, "file_sequence_number", "\"long\""),
        Field(2, "data_file", Record("r2",
            Field(134, "content", "\"int\""),
            Field(100, "file_path", "\"string\""),
            Field(101, "file_format", "\"string\""),
            Field(102, "partition", partition),
            Field(103, "record_count", "\"long\""),
            Field(104, "file_size_in_bytes", "\"long\""),
            Optional(108, "column_sizes", Map(117, 118, "\"long\"")),
            Optional(109, "value_counts", Map(119, 120, "\"long\"")),
            Optional(110, "null_value_counts", Map(121, 122, "\"long\"")),
            Optional(137, "nan_value_counts", Map(138, 139, "\"long\"")),
            Optional(125, "lower_bounds", Map(126, 127, "\"bytes\"")),
            Optional(128, "upper_bounds", Map(129, 130, "\"bytes\"")),
            Optional(131, "key_metadata", "\"bytes\""),
            Optional(132, "split_offsets", Array(133, "\"long\"")),
            Optional(135, "equality_ids", Array(136, "\"int\"")),
            Optional(140, "sort_order_id", "\"int\""),
            Optional(143, "referenced_data_file", "\"string\""))));

    /// <summary>A record.</summary>
    public static string Record(string name, params string[] fields) =>
        $$"""{"type":"record","name":"{{name}}","fields":[{{string.Join(",", fields)}}]}""";

    /// <summary>A field that may be null.</summary>
    public static string Optional(int id, string name, string type) =>
        $$"""{"name":"{{name}}","type":["null",{{type}}],"default":null,"field-id":{{id}}}""";

    private static string Field(int id, string name, string type) => $$"""{"name":"{{name}}","type":{{type}},"field-id":{{id}}}""";

    private static string Array(int elementId, string items) => $$"""{"type":"array","items":{{items}},"element-id":{{elementId}}}""";

    // Avro's maps have string keys only; Iceberg stores others as arrays of pairs with the logical type map
    private static string Map(int keyId, int valueId, string value) =>
        $$"""{"type":"array","items":{{Record($"k{keyId}_v{valueId}", Field(keyId, "key", "\"int\""), Field(valueId, "value", value))}},"logicalType":"map"}""";
}
