using System.Globalization;
using Talentys.Kernel;
using Talentys.Lake.Foreign;
using Talentys.Lake.Manifests;
using Talentys.Lake.Metadata;
using Talentys.Lake.Partitions;
using Talentys.Lake.Public;
using Talentys.Lake.Types;
using Talentys.Lake.Writing;

namespace Talentys.Lake.Tests.Reading;

/// <summary>A table as another engine would leave it in some folder: files by COPY, manifests without our mark, metadata of an old place.</summary>
internal sealed class ForeignTable
{
    private readonly LakeHost host;
    private readonly List<(ContentFile File, long Sequence)> files = [];
    private int number;

    public ForeignTable(LakeHost host, params IReadOnlyList<NestedField>[] schemas)
    {
        this.host = host;
        var name = $"t{Guid.NewGuid():n}"; // what was read of a path is kept
        Location = $"s3a://old-bucket/warehouse/db/{name}";
        Folder = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(host.Root))!, "warehouse", "db", name);
        Directory.CreateDirectory(Path.Combine(Folder, "data"));
        Directory.CreateDirectory(Path.Combine(Folder, "metadata"));
        Schemas = [.. schemas.Select((fields, id) => new IcebergSchema(id, fields))];
    }

    public string Folder { get; }

    /// <summary>Where the metadata says that the table is.</summary>
    public string Location { get; set; }

    public IReadOnlyList<IcebergSchema> Schemas { get; }

    public List<PartitionSpec> Specs { get; } = [PartitionSpec.None];

    public Dictionary<string, string> Properties { get; } = [];

    public static NestedField Field(int id, string name, IcebergType type, bool required = false) => new(id, name, required, type);

    public static IcebergType.Primitive Of(PrimitiveKind kind, int precision = 0, int scale = 0) => new(kind, precision, scale);

    /// <summary>Adds a data file.</summary>
    /// <param name="sequence">Its age.</param>
    /// <param name="select">Its rows.</param>
    /// <param name="ids">Fields with ids; null for a file without.</param>
    /// <param name="spec">Its partition spec.</param>
    /// <param name="partition">Its partition.</param>
    /// <returns>Name of the file.</returns>
    public Task<string> AddAsync(long sequence, string select, IReadOnlyList<NestedField>? ids, int spec = 0, params object?[] partition) =>
        AddAsync(sequence, select, ids, new ContentFile { Path = "", Rows = 0, Bytes = 1, SpecId = spec, Partition = partition });

    public async Task<string> AddAsync(long sequence, string select, IReadOnlyList<NestedField>? ids, ContentFile like)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{++number:00000}-x y%20é.parquet");
        var rows = await host.Connection.ScalarAsync<long>($"select count(*) from ({select})", [], default);
        await host.Connection.ExecuteAsync(
            $"COPY ({select}) TO {SqlText.Literal(Path.Combine(Folder, "data", name))} (FORMAT parquet{(ids is null ? "" : $", FIELD_IDS {FieldIds.Of(ids)}")})", default);
        files.Add((like with { Path = $"{Location}/data/{name}", Rows = rows }, sequence));
        return name;
    }

    /// <summary>Adds a file that is not made here.</summary>
    public void Add(long sequence, ContentFile file) => files.Add((file, sequence));

    /// <summary>Adds deletes by position.</summary>
    public Task AddPositionsAsync(long sequence, params (string Named, long Position)[] rows) => AddPositionsAsync(sequence, 0, [], rows);

    public async Task AddPositionsAsync(long sequence, int spec, object?[] partition, params (string Named, long Position)[] rows)
    {
        var values = string.Join(", ", rows.Select(row => $"({SqlText.Literal(row.Named)}, {row.Position}::BIGINT)"));
        await AddAsync(sequence, $"select * from (values {values}) v(file_path, pos)", null, new ContentFile
        {
            Path = "",
            Rows = 0,
            Bytes = 1,
            Content = FileContent.PositionDeletes,
            SpecId = spec,
            Partition = partition,
        });
    }

    /// <summary>Adds deletes by the values of columns.</summary>
    public Task AddEqualitiesAsync(long sequence, string select, IReadOnlyList<NestedField> ids, int[] keys, int spec = 0, params object?[] partition) =>
        AddAsync(sequence, select, ids, new ContentFile
        {
            Path = "",
            Rows = 0,
            Bytes = 1,
            Content = FileContent.EqualityDeletes,
            EqualityIds = keys,
            SpecId = spec,
            Partition = partition,
        });

    /// <summary>Writes manifests and metadata.</summary>
    /// <param name="name">Name of the metadata file.</param>
    /// <param name="version">Format version that the file tells.</param>
    public void Write(string name = "v1.metadata.json", int version = 2)
    {
        var newest = files.Select(file => file.Sequence).DefaultIfEmpty(1).Max();
        var manifests = files.GroupBy(file => (file.Sequence, file.File.SpecId, Deletes: file.File.Content != FileContent.Data)).Select((group, at) =>
        {
            var content = ManifestContent.Of(
                Schemas[^1], Specs.Single(spec => spec.SpecId == group.Key.SpecId),
                [.. group.Select(file => new ManifestEntry(EntryStatus.Added, group.Key.Sequence, null, null, file.File))]) with
            {
                Deletes = group.Key.Deletes,
            };
            var bytes = content.Write();
            var file = string.Create(CultureInfo.InvariantCulture, $"m{at}-{name}.avro");
            File.WriteAllBytes(Path.Combine(Folder, "metadata", file), bytes);
            return content.Describe($"{Location}/metadata/{file}", bytes.Length, group.Key.Sequence, group.Key.Sequence);
        }).ToList();
        File.WriteAllBytes(Path.Combine(Folder, "metadata", $"snap-{name}.avro"), ManifestListFile.Write(newest, null, newest, manifests));
        var metadata = new TableMetadata
        {
            FormatVersion = version,
            TableUuid = "9c12d441-03fe-4693-9a96-a0705ddf69c1",
            Location = Location,
            LastSequenceNumber = newest,
            LastUpdatedMs = newest,
            LastColumnId = 1000,
            Schemas = Schemas,
            CurrentSchemaId = Schemas[^1].SchemaId,
            PartitionSpecs = Specs,
            DefaultSpecId = Specs[^1].SpecId,
            LastPartitionId = 1100,
            SortOrders = [SortOrder.None],
            DefaultSortOrderId = 0,
            Properties = Properties,
            CurrentSnapshotId = newest,
            Snapshots =
            [
                new Snapshot
                {
                    SnapshotId = newest, SequenceNumber = newest, TimestampMs = newest, ManifestList = $"{Location}/metadata/snap-{name}.avro",
                    Summary = new Dictionary<string, string> { ["operation"] = "append" }, SchemaId = Schemas[^1].SchemaId,
                },
            ],
        };
        File.WriteAllBytes(Path.Combine(Folder, "metadata", name), MetadataFile.Write(metadata));
    }

    public Task<LakeTable> RegisterAsync(string? place = null) =>
        host.Get<TableRegister>().RegisterAsync(LakeHost.Scope, LakeHost.Orders, place ?? Folder, default);

    /// <summary>Writes and registers the table and asks it something.</summary>
    public async Task<string> ReadAsync(string sql = "select * from $t order by all")
    {
        Write();
        await RegisterAsync();
        return await host.TextAsync(sql);
    }

    /// <summary>The code of what goes wrong.</summary>
    public async Task<string> FaultAsync() => (await Assert.ThrowsAsync<FaultException>(() => ReadAsync())).Fault.Code;
}
