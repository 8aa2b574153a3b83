using Talentys.Lake.Avro;
using Talentys.Lake.Partitions;

namespace Talentys.Lake.Manifests;

/// <summary>Reads the record <c>data_file</c> of manifest entries.</summary>
internal sealed class DataFileReader
{
    private static readonly Dictionary<string, int> Names = new()
    {
        ["content"] = 134,
        ["file_path"] = 100,
        ["file_format"] = 101,
        ["partition"] = 102,
        ["record_count"] = 103,
        ["file_size_in_bytes"] = 104,
        ["column_sizes"] = 108,
        ["value_counts"] = 109,
        ["null_value_counts"] = 110,
        ["nan_value_counts"] = 137,
        ["lower_bounds"] = 125,
        ["upper_bounds"] = 128,
        ["key_metadata"] = 131,
        ["split_offsets"] = 132,
        ["equality_ids"] = 135,
        ["sort_order_id"] = 140,
        ["referenced_data_file"] = 143,
    };

    private readonly (int Id, AvroSchema Type)[] fields;
    private readonly Dictionary<AvroSchema, FieldMapReader<long>> numbers = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<AvroSchema, FieldMapReader<byte[]>> bounds = new(ReferenceEqualityComparer.Instance);
    private readonly int specId;

    /// <summary>Prepares for a schema.</summary>
    public DataFileReader(AvroSchema.Record record, PartitionSpec spec)
    {
        specId = spec.SpecId;
        fields = ManifestFields.Of(record, Names);
        Partition = new PartitionRecordReader(ManifestFields.Record(fields, 102), spec);
    }

    /// <summary>What is known of the values of partitions.</summary>
    public PartitionRecordReader Partition { get; }

    /// <summary>The record of partition values in the schema of a file, or null.</summary>
    public static AvroSchema.Record? PartitionOf(AvroSchema.Record record) => ManifestFields.Record(ManifestFields.Of(record, Names), 102);

    /// <summary>Reads a file.</summary>
    public ContentFile Read(ref AvroReader reader)
    {
        var content = FileContent.Data;
        string? path = null, referenced = null;
        var format = ContentFile.Parquet;
        long rows = -1, bytes = 0;
        IReadOnlyList<object?> partition = [];
        FieldMap<long>? sizes = null, values = null, nulls = null, nans = null;
        FieldMap<byte[]>? lower = null, upper = null;
        byte[]? key = null;
        List<long>? offsets = null, equality = null;
        int? sortOrder = null;
        foreach (var (id, declared) in fields)
        {
            if (AvroValue.Branch(ref reader, declared) is not { } type)
            {
                continue;
            }

            switch (id)
            {
                case 134:
                    content = AvroValue.Long(ref reader, type) is >= 0 and <= 2 and var word
                        ? (FileContent)word
                        : throw new InvalidDataException("A manifest has a file with a content that is not known.");
                    break;
                case 100:
                    path = AvroValue.Text(ref reader, type);
                    break;
                case 101:
                    format = FormatOf(AvroValue.Text(ref reader, type));
                    break;
                case 102 when type is AvroSchema.Record record:
                    partition = Partition.Read(ref reader, record);
                    break;
                case 103:
                    rows = AvroValue.Long(ref reader, type);
                    break;
                case 104:
                    bytes = AvroValue.Long(ref reader, type);
                    break;
                case 108:
                    sizes = Numbers(ref reader, type);
                    break;
                case 109:
                    values = Numbers(ref reader, type);
                    break;
                case 110:
                    nulls = Numbers(ref reader, type);
                    break;
                case 137:
                    nans = Numbers(ref reader, type);
                    break;
                case 125:
                    lower = Bounds(ref reader, type);
                    break;
                case 128:
                    upper = Bounds(ref reader, type);
                    break;
                case 131:
                    key = AvroValue.Bytes(ref reader, type);
                    break;
                case 132:
                    offsets = List(ref reader, type);
                    break;
                case 135:
                    equality = List(ref reader, type);
                    break;
                case 140:
                    sortOrder = AvroValue.Int(ref reader, type);
                    break;
                case 143:
                    referenced = AvroValue.Text(ref reader, type);
                    break;
                default:
                    AvroDatum.Skip(ref reader, type);
                    break;
            }
        }

        return new ContentFile
        {
            Content = content,
            Path = string.IsNullOrEmpty(path) ? throw new InvalidDataException("A manifest has a file without a path.") : path,
            Format = format,
            SpecId = specId,
            Partition = partition,
            Rows = rows >= 0 ? rows : throw new InvalidDataException("A manifest has a file without a number of rows."),
            Bytes = bytes >= 0 ? bytes : throw new InvalidDataException("A manifest has a file with a negative length."),
            ColumnSizes = sizes,
            ValueCounts = values,
            NullCounts = nulls,
            NanCounts = nans,
            LowerBounds = lower,
            UpperBounds = upper,
            KeyMetadata = key,
            SplitOffsets = offsets,
            EqualityIds = equality is null ? null : [.. equality.Select(id => (int)id)],
            SortOrderId = sortOrder,
            ReferencedDataFile = referenced,
        };
    }

    // one string for the word that all files of most tables have
    private static string FormatOf(string written) =>
        written.Equals(ContentFile.Parquet, StringComparison.OrdinalIgnoreCase) ? ContentFile.Parquet : written.ToUpperInvariant();

    private static List<long> List(ref AvroReader reader, AvroSchema schema)
    {
        var items = (schema as AvroSchema.Array ?? throw new InvalidDataException("The manifest has a list that is none.")).Items;
        var list = new List<long>();
        for (var count = reader.ReadBlock(); count > 0; count = reader.ReadBlock())
        {
            for (var i = 0; i < count; i++)
            {
                if (AvroValue.Branch(ref reader, items) is { } type)
                {
                    list.Add(AvroValue.Long(ref reader, type));
                }
            }
        }

        return list;
    }

    private FieldMap<long> Numbers(ref AvroReader reader, AvroSchema schema) => Map(ref reader, schema, numbers, AvroValue.Long);

    private FieldMap<byte[]> Bounds(ref AvroReader reader, AvroSchema schema) => Map(ref reader, schema, bounds, AvroValue.Bytes);

    private static FieldMap<T> Map<T>(
        ref AvroReader reader, AvroSchema schema, Dictionary<AvroSchema, FieldMapReader<T>> readers, FieldMapReader<T>.ReadValue read)
    {
        if (!readers.TryGetValue(schema, out var map))
        {
            var array = schema as AvroSchema.Array ?? throw new InvalidDataException("The manifest has a map that is none.");
            readers[schema] = map = new FieldMapReader<T>(array, read);
        }

        return map.Read(ref reader);
    }
}
