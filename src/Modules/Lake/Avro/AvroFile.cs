using System.Text;

namespace Talentys.Lake.Avro;

/// <summary>An Avro object container file in memory: header, then blocks of rows (Avro specification, "Object container files").</summary>
/// <param name="Metadata">Keys and values of the header.</param>
/// <param name="Schema">The schema that it was written with.</param>
/// <param name="Codec">How the blocks are compressed.</param>
/// <param name="Blocks">Blocks as they are stored, with the number of their rows.</param>
internal sealed record AvroFile(
    IReadOnlyDictionary<string, string> Metadata, AvroSchema Schema, string Codec, IReadOnlyList<(int Rows, ReadOnlyMemory<byte> Data)> Blocks)
{
    private const int SyncLength = 16;
    private static readonly byte[] Magic = [(byte)'O', (byte)'b', (byte)'j', 1];

    /// <summary>Decodes one row.</summary>
    public delegate T Decode<out T>(ref AvroReader reader, AvroSchema schema);

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is not an Avro file, or broken.</exception>
    public static AvroFile Parse(ReadOnlyMemory<byte> bytes)
    {
        if (!bytes.Span.StartsWith(Magic))
        {
            throw new InvalidDataException("The file is not an Avro file.");
        }

        var rest = bytes[Magic.Length..];
        var reader = new AvroReader(rest.Span);
        var metadata = new Dictionary<string, string>();
        for (var count = reader.ReadBlock(); count > 0; count = reader.ReadBlock())
        {
            for (var i = 0; i < count; i++)
            {
                metadata[reader.ReadString()] = Encoding.UTF8.GetString(reader.ReadBytes());
            }
        }

        var sync = reader.ReadFixed(SyncLength);
        var codec = metadata.GetValueOrDefault("avro.codec", AvroCodec.None);
        var blocks = new List<(int, ReadOnlyMemory<byte>)>();
        while (!reader.AtEnd)
        {
            var rows = reader.ReadLength();
            var length = reader.ReadBytes().Length;
            blocks.Add((rows, rest.Slice(reader.Position - length, length)));
            if (!reader.ReadFixed(SyncLength).SequenceEqual(sync))
            {
                throw new InvalidDataException("The Avro file is broken: a block does not end where it should.");
            }
        }

        return metadata.TryGetValue("avro.schema", out var schema)
            ? new AvroFile(metadata, AvroSchemaParser.Parse(schema), codec, blocks)
            : throw new InvalidDataException("The Avro file has no schema.");
    }

    /// <summary>All rows.</summary>
    /// <exception cref="InvalidDataException">A block is broken.</exception>
    public List<T> Rows<T>(Decode<T> decode)
    {
        var rows = new List<T>();
        var buffer = Array.Empty<byte>();
        foreach (var (count, stored) in Blocks)
        {
            var data = AvroCodec.Restore(Codec, stored, ref buffer);
            if (count > data.Length)
            {
                throw new InvalidDataException($"The Avro file is broken: a block of {data.Length} bytes has {count} rows.");
            }

            var reader = new AvroReader(data.Span);
            for (var i = 0; i < count; i++)
            {
                rows.Add(decode(ref reader, Schema));
            }
        }

        return rows;
    }

    /// <summary>Writes a file: the schema stands in the header as it is given.</summary>
    public static byte[] Write<T>(
        string schema,
        IEnumerable<KeyValuePair<string, string>> metadata,
        IEnumerable<T> rows,
        Action<AvroWriter, T> encode,
        string codec = AvroCodec.Deflate,
        int blockBytes = 64 * 1024)
    {
        var sync = Guid.NewGuid().ToByteArray();
        var file = new AvroWriter();
        file.WriteFixed(Magic);
        var header = metadata.Append(new("avro.schema", schema)).Append(new("avro.codec", codec)).ToList();
        file.WriteLong(header.Count);
        foreach (var (key, value) in header)
        {
            file.WriteString(key);
            file.WriteString(value);
        }

        file.WriteLong(0);
        file.WriteFixed(sync);

        var block = new AvroWriter();
        var count = 0L;
        foreach (var row in rows)
        {
            encode(block, row);
            count++;
            if (block.Length >= blockBytes)
            {
                Flush();
            }
        }

        Flush();
        return file.Written.ToArray();

        void Flush()
        {
            if (count > 0)
            {
                file.WriteLong(count);
                file.WriteBytes(AvroCodec.Compress(codec, block.Written).Span);
                file.WriteFixed(sync);
                block.Clear();
                count = 0;
            }
        }
    }
}
