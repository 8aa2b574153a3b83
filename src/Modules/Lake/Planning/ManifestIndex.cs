using System.Text;
using Talentys.Lake.Manifests;
using Talentys.Lake.Partitions;
using Talentys.Lake.Types;

namespace Talentys.Lake.Planning;

/// <summary>
/// The data files of one manifest by columns: what planning looks at is read and kept column by column, and no object is made
/// of a file that is not read.
/// </summary>
internal sealed class ManifestIndex
{
    private static readonly Dictionary<int, long> NoLeaves = [];

    private readonly Func<IndexSection, ReadOnlyMemory<byte>?> load;
    private readonly Lazy<IReadOnlyList<IReadOnlyList<object?>>> tuples;
    private readonly Lazy<IReadOnlyList<Dictionary<int, long>?>> leafSets;

    /// <summary>An index whose sections are loaded when they are asked for.</summary>
    /// <param name="head">What is known of all files.</param>
    /// <param name="load">Gives a section; null when there is none of that name.</param>
    public ManifestIndex(IndexHead head, Func<IndexSection, ReadOnlyMemory<byte>?> load)
    {
        (Head, this.load) = (head, load);
        tuples = new(() => IndexBlobs.ReadTuples(Need(SectionKind.PartitionValues)), LazyThreadSafetyMode.PublicationOnly);
        leafSets = new(() => IndexBlobs.ReadLeafSets(Need(SectionKind.LeafSets)), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>What is known of all files.</summary>
    public IndexHead Head { get; }

    /// <summary>Number of files.</summary>
    public int Count => Head.Count;

    /// <summary>The partition values that its files have.</summary>
    public IReadOnlyList<IReadOnlyList<object?>> Tuples => tuples.Value;

    /// <summary>Rows of each file.</summary>
    public PackedNumbers Rows => Numbers(SectionKind.Rows);

    /// <summary>Bytes of each file.</summary>
    public PackedNumbers Bytes => Numbers(SectionKind.Bytes);

    /// <summary>Data sequence number of each file.</summary>
    public PackedNumbers Sequences => Numbers(SectionKind.Sequences);

    /// <summary>Place in <see cref="Tuples"/> of each file's partition.</summary>
    public PackedNumbers Partitions => Numbers(SectionKind.Partitions);

    /// <summary>Statistics of a column.</summary>
    public ColumnStatistics Column(int fieldId) => new(
        Find(SectionKind.NullCounts, fieldId),
        Find(SectionKind.ValueCounts, fieldId),
        Find(SectionKind.NanCounts, fieldId),
        load(new IndexSection(SectionKind.Lower, fieldId)) is { } lower ? new PackedBytes(lower, Count) : null,
        load(new IndexSection(SectionKind.Upper, fieldId)) is { } upper ? new PackedBytes(upper, Count) : null);

    /// <summary>Makes the files of some rows, with what reading them needs.</summary>
    public IEnumerable<(ContentFile File, long Sequence)> Files(IReadOnlyList<int> rows)
    {
        if (rows.Count == 0)
        {
            yield break;
        }

        var paths = new PackedBytes(Need(SectionKind.Paths), Count);
        var (counts, bytes, sequences, partitions, leaves) = (Rows, Bytes, Sequences, Partitions, Numbers(SectionKind.Leaves));
        var formats = Find(SectionKind.Formats, 0);
        var names = formats is null ? [] : IndexBlobs.ReadTexts(Need(SectionKind.FormatNames));
        foreach (var row in rows)
        {
            var format = formats is { } numbers && numbers[row] is >= 0 and var name ? names[(int)name] : ContentFile.Parquet;
            var file = new ContentFile
            {
                Path = Head.PathPrefix + Encoding.UTF8.GetString(paths[row]),
                Rows = counts[row],
                Bytes = bytes[row],
                SpecId = Head.Spec.SpecId,
                Partition = Tuples[(int)partitions[row]],
                ColumnSizes = leafSets.Value[(int)leaves[row]],
                Format = format.TrimEnd(IndexHead.Encrypted),
                KeyMetadata = format.EndsWith(IndexHead.Encrypted) ? [] : null,
            };
            yield return (file, sequences[row]);
        }
    }

    private PackedNumbers Numbers(SectionKind kind) => new(Need(kind), Count);

    private PackedNumbers? Find(SectionKind kind, int field) =>
        load(new IndexSection(kind, field)) is { } section ? new PackedNumbers(section, Count) : null;

    private ReadOnlyMemory<byte> Need(SectionKind kind) =>
        load(new IndexSection(kind, 0)) ?? throw new InvalidDataException($"The index of a manifest has no {kind}.");
}

/// <summary>What is known of all files of a manifest.</summary>
/// <param name="Count">Number of files.</param>
/// <param name="SchemaId">The schema that they were written with.</param>
/// <param name="Physical">Whether they hold exactly the types of that schema.</param>
/// <param name="Spec">The spec by which they are partitioned.</param>
/// <param name="PathPrefix">What all their paths begin with.</param>
internal sealed record IndexHead(int Count, int SchemaId, bool Physical, PartitionSpec Spec, string PathPrefix)
{
    /// <summary>Follows the format of encrypted files.</summary>
    public const char Encrypted = '*';
}

/// <summary>What the files of a manifest tell of a column.</summary>
internal readonly record struct ColumnStatistics(PackedNumbers? Nulls, PackedNumbers? Values, PackedNumbers? Nans, PackedBytes? Lower, PackedBytes? Upper)
{
    /// <summary>The number of nulls in a file; null when it is not told.</summary>
    public long? NullsOf(int row) => Told(Nulls, row);

    /// <summary>The number of values in a file, nulls too; null when it is not told.</summary>
    public long? ValuesOf(int row) => Told(Values, row);

    /// <summary>The number of NaN in a file; null when it is not told.</summary>
    public long? NansOf(int row) => Told(Nans, row);

    /// <summary>The lower bound in a file; null when it is not told.</summary>
    public byte[]? LowerOf(int row) => Lower is { } bounds && bounds.Has(row) ? bounds[row].ToArray() : null;

    /// <summary>The upper bound in a file; null when it is not told.</summary>
    public byte[]? UpperOf(int row) => Upper is { } bounds && bounds.Has(row) ? bounds[row].ToArray() : null;

    /// <summary>What it tells of the values of a file.</summary>
    public ValueRange RangeOf(int row, long rows, IcebergType.Primitive type) =>
        ColumnBounds.Of(rows, NullsOf(row), NansOf(row), ValuesOf(row), LowerOf(row), UpperOf(row), type);

    private static long? Told(PackedNumbers? numbers, int row) => numbers is { } told && told[row] is var count && count != NumberColumn.Missing ? count : null;
}
