namespace Talentys.Lake.MetadataTables;

/// <summary>A table that tells of another: its name after the dollar sign, its columns with types of the engine.</summary>
/// <param name="Name">Name.</param>
/// <param name="Columns">Columns in order. A type of <see cref="Moment"/> travels as microseconds.</param>
/// <param name="OfVersion">Whether it tells of one version; else of the table and its versions.</param>
internal sealed record MetadataTableKind(string Name, IReadOnlyList<(string Name, string Type)> Columns, bool OfVersion)
{
    /// <summary>The type of times.</summary>
    public const string Moment = "TIMESTAMP WITH TIME ZONE";

    private const string Counts = "MAP(INTEGER, BIGINT)";
    private const string Texts = "MAP(VARCHAR, VARCHAR)";

    private static readonly (string, string)[] FileColumns =
    [
        ("content", "INTEGER"), ("file_path", "VARCHAR"), ("file_format", "VARCHAR"), ("spec_id", "INTEGER"), ("partition", Texts),
        ("record_count", "BIGINT"), ("file_size_in_bytes", "BIGINT"), ("column_sizes", Counts), ("value_counts", Counts), ("null_value_counts", Counts),
        ("nan_value_counts", Counts), ("lower_bounds", "MAP(INTEGER, VARCHAR)"), ("upper_bounds", "MAP(INTEGER, VARCHAR)"), ("split_offsets", "BIGINT[]"),
        ("equality_ids", "INTEGER[]"), ("sort_order_id", "INTEGER"),
    ];

    /// <summary>Versions.</summary>
    public static MetadataTableKind Snapshots { get; } = new("snapshots",
        [("version", "BIGINT"), ("committed_at", Moment), ("snapshot_id", "BIGINT"), ("parent_id", "BIGINT"), ("operation", "VARCHAR"), ("manifest_list", "VARCHAR"), ("summary", Texts)],
        false);

    /// <summary>What was current when.</summary>
    public static MetadataTableKind History { get; } = new("history",
        [("made_current_at", Moment), ("version", "BIGINT"), ("snapshot_id", "BIGINT"), ("parent_id", "BIGINT"), ("is_current_ancestor", "BOOLEAN")], false);

    /// <summary>Branches and tags.</summary>
    public static MetadataTableKind Refs { get; } = new("refs",
        [("name", "VARCHAR"), ("type", "VARCHAR"), ("version", "BIGINT"), ("snapshot_id", "BIGINT"), ("max_reference_age_in_ms", "BIGINT"),
            ("min_snapshots_to_keep", "INTEGER"), ("max_snapshot_age_in_ms", "BIGINT")],
        false);

    /// <summary>Manifests.</summary>
    public static MetadataTableKind Manifests { get; } = new("manifests",
        [("content", "INTEGER"), ("path", "VARCHAR"), ("length", "BIGINT"), ("partition_spec_id", "INTEGER"), ("sequence_number", "BIGINT"),
            ("min_sequence_number", "BIGINT"), ("added_snapshot_id", "BIGINT"), ("added_data_files_count", "INTEGER"), ("existing_data_files_count", "INTEGER"),
            ("deleted_data_files_count", "INTEGER"), ("added_delete_files_count", "INTEGER"), ("existing_delete_files_count", "INTEGER"),
            ("deleted_delete_files_count", "INTEGER"), ("added_rows_count", "BIGINT"), ("existing_rows_count", "BIGINT"), ("deleted_rows_count", "BIGINT"),
            ("partition_summaries", "STRUCT(contains_null BOOLEAN, contains_nan BOOLEAN, lower_bound VARCHAR, upper_bound VARCHAR)[]")],
        true);

    /// <summary>Data and delete files.</summary>
    public static MetadataTableKind Files { get; } = new("files", FileColumns, true);

    /// <summary>Rows of manifests, those of removed files too.</summary>
    public static MetadataTableKind Entries { get; } = new("entries",
        [("status", "INTEGER"), ("snapshot_id", "BIGINT"), ("sequence_number", "BIGINT"), ("file_sequence_number", "BIGINT"), .. FileColumns], true);

    /// <summary>Partitions.</summary>
    public static MetadataTableKind Partitions { get; } = new("partitions",
        [("partition", Texts), ("spec_id", "INTEGER"), ("record_count", "BIGINT"), ("file_count", "BIGINT"), ("total_data_file_size_in_bytes", "BIGINT"),
            ("position_delete_record_count", "BIGINT"), ("position_delete_file_count", "BIGINT"), ("equality_delete_record_count", "BIGINT"),
            ("equality_delete_file_count", "BIGINT"), ("last_updated_at", Moment), ("last_updated_snapshot_id", "BIGINT")],
        true);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<MetadataTableKind> All { get; } = [Snapshots, History, Refs, Manifests, Files, Entries, Partitions];

    /// <summary>The table and the kind that a name means, such as <c>orders$files</c>; null for another name.</summary>
    public static (string Table, MetadataTableKind Kind)? Split(string name)
    {
        var dollar = name.LastIndexOf('$');
        return dollar > 0 && All.FirstOrDefault(kind => string.Equals(kind.Name, name[(dollar + 1)..], StringComparison.OrdinalIgnoreCase)) is { } found
            ? (name[..dollar], found)
            : null;
    }
}
