using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Talentys.Lake.Partitions;

namespace Talentys.Lake.Planning;

/// <summary>
/// The index of a manifest as a file: magic and version, length and checksum of the head, the head (counts, spec, table of
/// sections with their checksums), the sections. Any change of it is a new version; a file of another version is made again.
/// </summary>
internal static class IndexFile
{
    private const int Start = 20;
    private static readonly byte[] Magic = "TLMINDX1"u8.ToArray();

    /// <summary>The file of an index.</summary>
    public static byte[] Write(IndexHead head, IReadOnlyList<(IndexSection Section, byte[] Data)> sections)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory, Encoding.UTF8);
        writer.Write(head.Count);
        writer.Write(head.SchemaId);
        writer.Write(head.Physical);
        writer.Write(head.Spec.SpecId);
        writer.Write(PartitionSpecJson.WriteFields(head.Spec).ToJsonString());
        writer.Write(head.PathPrefix);
        writer.Write(sections.Count);
        var offset = 0L;
        foreach (var (section, data) in sections)
        {
            writer.Write((int)section.Kind);
            writer.Write(section.Field);
            writer.Write(offset);
            writer.Write(data.Length);
            writer.Write(Checksum(data));
            offset += data.Length;
        }

        writer.Flush();
        var table = memory.ToArray();
        var file = new byte[Start + table.Length + offset];
        Magic.CopyTo(file, 0);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(8), table.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(12), Checksum(table));
        table.CopyTo(file.AsSpan(Start));
        var at = Start + table.Length;
        foreach (var (_, data) in sections)
        {
            data.CopyTo(file.AsSpan(at));
            at += data.Length;
        }

        return file;
    }

    /// <summary>Reads the head of a file.</summary>
    /// <param name="read">Reads a part of the file.</param>
    /// <exception cref="InvalidDataException">It is broken, or of another version.</exception>
    public static (IndexHead Head, Dictionary<IndexSection, StoredSection> Sections) ReadHead(Func<long, int, byte[]> read)
    {
        var start = read(0, Start);
        var length = BinaryPrimitives.ReadInt32LittleEndian(start.AsSpan(8));
        if (!start.AsSpan().StartsWith(Magic) || length is < 0 or > 64 * 1024 * 1024)
        {
            throw new InvalidDataException("The file is no index of a manifest.");
        }

        var table = read(Start, length);
        if (Checksum(table) != BinaryPrimitives.ReadUInt32LittleEndian(start.AsSpan(12)))
        {
            throw new InvalidDataException("The index of a manifest is damaged.");
        }

        using var reader = new BinaryReader(new MemoryStream(table), Encoding.UTF8);
        var (count, schema, physical, spec) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadBoolean(), reader.ReadInt32());
        using var fields = JsonDocument.Parse(reader.ReadString());
        var head = new IndexHead(count, schema, physical, new PartitionSpec(spec, PartitionSpecJson.ReadFields(fields.RootElement)), reader.ReadString());
        var sections = new Dictionary<IndexSection, StoredSection>();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var section = new IndexSection((SectionKind)reader.ReadInt32(), reader.ReadInt32());
            sections[section] = new StoredSection(Start + length + reader.ReadInt64(), reader.ReadInt32(), reader.ReadUInt32());
        }

        return (head, sections);
    }

    /// <summary>CRC-32C, eight bytes at a time.</summary>
    public static uint Checksum(ReadOnlySpan<byte> data)
    {
        var sum = uint.MaxValue;
        foreach (var eight in MemoryMarshal.Cast<byte, ulong>(data))
        {
            sum = BitOperations.Crc32C(sum, eight);
        }

        foreach (var one in data[(data.Length & ~7)..])
        {
            sum = BitOperations.Crc32C(sum, one);
        }

        return ~sum;
    }
}

/// <summary>Where a section is in its file.</summary>
internal sealed record StoredSection(long Offset, int Length, uint Checksum);
