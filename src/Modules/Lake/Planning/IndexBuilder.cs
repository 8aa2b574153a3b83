using System.Runtime.InteropServices;
using System.Text;
using Talentys.Lake.Partitions;

namespace Talentys.Lake.Planning;

/// <summary>Collects the files of a manifest by columns.</summary>
internal sealed class IndexBuilder
{
    // files tell their columns in one order, mostly: the next one is that after the one before
    private const int LookedAhead = 4;

    private readonly Dictionary<IndexSection, IndexColumn> columns = [];
    private readonly List<(IndexSection Section, IndexColumn Column)> order = [];
    private readonly Dictionary<IReadOnlyList<object?>, int> tuples = new(PartitionTuples.Comparer);
    private readonly Dictionary<LeafSet, int> leafSets = [];
    private readonly Dictionary<string, int> formats = [];
    private readonly BytesColumn paths = new();
    private readonly List<int> leaves = [];
    private byte[] prefix = [];
    private (int[]? Ids, int Place)? lastLeaves;
    private int next;
    private int row;

    /// <summary>Files so far.</summary>
    public int Count => row;

    /// <summary>Number of a file.</summary>
    public void Number(SectionKind kind, int field, long value) => Column<NumberColumn>(kind, field).Set(row, value);

    /// <summary>Bound of a file.</summary>
    public void Bound(SectionKind kind, int field, ReadOnlySpan<byte> value) => Column<BytesColumn>(kind, field).Set(row, value);

    /// <summary>Path of a file.</summary>
    public void Path(ReadOnlySpan<byte> path)
    {
        prefix = row == 0 ? path.ToArray() : prefix[..prefix.AsSpan().CommonPrefixLength(path)];
        paths.Set(row, path);
    }

    /// <summary>A column that the file has.</summary>
    public void Leaf(int field) => leaves.Add(field);

    /// <summary>Partition of a file.</summary>
    public void Partition(IReadOnlyList<object?> values) => Number(SectionKind.Partitions, 0, PlaceOf(tuples, values));

    /// <summary>Format of a file that is not plain Parquet.</summary>
    public void Format(string format) => Number(SectionKind.Formats, 0, PlaceOf(formats, format));

    /// <summary>Ends a file.</summary>
    /// <param name="keep">Whether it is one that readers see; else all that was told of it is forgotten.</param>
    /// <param name="told">Whether the columns that it has were told.</param>
    public void End(bool keep, bool told)
    {
        if (keep)
        {
            Number(SectionKind.Leaves, 0, PlaceOfLeaves(told));
            row++;
        }
        else
        {
            paths.EndAt(row);
            foreach (var column in columns.Values)
            {
                column.EndAt(Math.Min(column.Count, row));
            }
        }

        leaves.Clear();
        next = 0;
    }

    /// <summary>The sections, and what all paths begin with.</summary>
    public (string PathPrefix, IReadOnlyList<(IndexSection Section, byte[] Data)> Sections) Finish()
    {
        paths.EndAt(row);
        while (prefix.Length > 0 && (prefix[^1] & 0xC0) == 0x80)
        {
            prefix = prefix[..^1]; // not inside of a letter
        }

        if (prefix.Length > 0 && prefix[^1] >= 0xC0)
        {
            prefix = prefix[..^1];
        }

        // plain Parquet is a format too, where another one is beside it
        if (columns.TryGetValue(new IndexSection(SectionKind.Formats, 0), out var odd))
        {
            odd.EndAt(row);
        }

        var sections = new List<(IndexSection, byte[])> { (new IndexSection(SectionKind.Paths, 0), Stripped()) };
        foreach (var (section, column) in columns)
        {
            column.EndAt(row);
            if (column.Pack() is { } packed)
            {
                sections.Add((section, packed));
            }
            else if (section.Field == 0)
            {
                sections.Add((section, PackedNumbers.Pack(new long[row])));
            }
        }

        sections.Add((new IndexSection(SectionKind.PartitionValues, 0), IndexBlobs.WriteTuples(tuples.Keys)));
        sections.Add((new IndexSection(SectionKind.LeafSets, 0), IndexBlobs.WriteLeafSets([.. leafSets.Keys.Select(set => set.Ids)])));
        sections.Add((new IndexSection(SectionKind.FormatNames, 0), IndexBlobs.WriteTexts(formats.Keys)));
        return (Encoding.UTF8.GetString(prefix), sections);
    }

    private byte[] Stripped()
    {
        var packed = new PackedBytes(paths.Pack() ?? PackedBytes.Pack([], [], []), row);
        var stripped = new BytesColumn();
        for (var i = 0; i < row; i++)
        {
            stripped.Set(i, packed[i][prefix.Length..]);
        }

        return stripped.Pack() ?? PackedBytes.Pack([], [], []);
    }

    private int PlaceOfLeaves(bool told)
    {
        if (lastLeaves is var (ids, place) && (ids is null ? !told : told && leaves.Count == ids.Length && CollectionsMarshal.AsSpan(leaves).SequenceEqual(ids)))
        {
            return place;
        }

        var set = new LeafSet(told ? [.. leaves] : null);
        lastLeaves = (set.Ids, PlaceOf(leafSets, set));
        return lastLeaves.Value.Place;
    }

    private static int PlaceOf<T>(Dictionary<T, int> known, T item)
        where T : notnull
    {
        if (!known.TryGetValue(item, out var place))
        {
            known[item] = place = known.Count;
        }

        return place;
    }

    private T Column<T>(SectionKind kind, int field)
        where T : IndexColumn, new()
    {
        var section = new IndexSection(kind, field);
        for (var i = next; i < order.Count && i < next + LookedAhead; i++)
        {
            if (order[i].Section == section)
            {
                next = i + 1;
                return (T)order[i].Column;
            }
        }

        if (!columns.TryGetValue(section, out var column))
        {
            columns[section] = column = new T();
            order.Insert(next, (section, column));
            next++;
        }

        return (T)column;
    }

    /// <summary>Field ids, comparable; null when they were not told.</summary>
    private readonly record struct LeafSet(int[]? Ids)
    {
        public bool Equals(LeafSet other) => (Ids is null) == (other.Ids is null) && Ids.AsSpan().SequenceEqual(other.Ids);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            foreach (var id in Ids ?? [])
            {
                hash.Add(id);
            }

            return hash.ToHashCode();
        }
    }
}
