namespace Talentys.Lake.Stores.Copies;

/// <summary>Where the columns of a Parquet file are, from its footer.</summary>
internal sealed class ParquetChunks
{
    private readonly Dictionary<string, int?> columns = new(StringComparer.Ordinal);
    private readonly List<(string Column, ByteRange Range)> chunks = [];

    private ParquetChunks()
    {
    }

    /// <summary>Whether each column tells its field id.</summary>
    public bool HasIds => columns.Values.All(id => id is not null);

    /// <summary>The parts of some columns, with all that is below them.</summary>
    /// <param name="fieldIds">Their field ids; null for all.</param>
    public IEnumerable<ByteRange> Of(IReadOnlySet<int>? fieldIds) => chunks
        .Where(chunk => fieldIds is null || columns.GetValueOrDefault(chunk.Column) is not { } id || fieldIds.Contains(id))
        .Select(chunk => chunk.Range);

    /// <summary>Whether the file has a column of a field id.</summary>
    public bool Has(int fieldId) => columns.ContainsValue(fieldId);

    /// <summary>Reads a footer.</summary>
    /// <exception cref="InvalidDataException">It is broken.</exception>
    public static ParquetChunks Read(ReadOnlySpan<byte> footer)
    {
        try
        {
            var reader = new ThriftReader(footer);
            var found = new ParquetChunks();
            var id = 0;
            while (reader.Field(ref id, out var type))
            {
                if (id == 2 && type == ThriftReader.List)
                {
                    found.ReadSchema(ref reader);
                }
                else if (id == 4 && type == ThriftReader.List)
                {
                    found.ReadGroups(ref reader);
                }
                else
                {
                    reader.Skip(type);
                }
            }

            return found;
        }
        catch (OverflowException broken)
        {
            throw new InvalidDataException("The footer of a Parquet file is broken.", broken);
        }
    }

    /// <summary>Elements stand parents first; only those below the root are columns.</summary>
    private void ReadSchema(ref ThriftReader reader)
    {
        var count = reader.Items(out _);
        var open = 1L; // elements until the next column begins
        for (var i = 0; i < count; i++)
        {
            var (name, children, fieldId) = ("", 0L, (int?)null);
            var id = 0;
            while (reader.Field(ref id, out var type))
            {
                switch (id)
                {
                    case 4 when type == ThriftReader.Binary:
                        name = reader.Text();
                        break;
                    case 5:
                        children = reader.Long();
                        break;
                    case 9:
                        fieldId = checked((int)reader.Long());
                        break;
                    default:
                        reader.Skip(type);
                        break;
                }
            }

            if (i == 0)
            {
                open = 0;
                continue;
            }

            if (open == 0)
            {
                columns[name] = fieldId;
                open = 1;
            }

            open += children - 1;
        }
    }

    private void ReadGroups(ref ThriftReader reader)
    {
        var groups = reader.Items(out _);
        for (var group = 0; group < groups; group++)
        {
            var id = 0;
            while (reader.Field(ref id, out var type))
            {
                if (id != 1 || type != ThriftReader.List)
                {
                    reader.Skip(type);
                    continue;
                }

                var count = reader.Items(out _);
                for (var i = 0; i < count; i++)
                {
                    ReadChunk(ref reader);
                }
            }
        }
    }

    private void ReadChunk(ref ThriftReader reader)
    {
        var id = 0;
        while (reader.Field(ref id, out var type))
        {
            if (id == 3 && type == ThriftReader.Struct)
            {
                ReadColumn(ref reader);
            }
            else
            {
                reader.Skip(type);
            }
        }
    }

    private void ReadColumn(ref ThriftReader reader)
    {
        var (column, bytes, data, dictionary, bloom, bloomBytes) = ("", 0L, 0L, 0L, 0L, 0L);
        var id = 0;
        while (reader.Field(ref id, out var type))
        {
            switch (id)
            {
                case 3 when type == ThriftReader.List:
                    var names = reader.Items(out _);
                    for (var i = 0; i < names; i++)
                    {
                        var name = reader.Text();
                        column = i == 0 ? name : column;
                    }

                    break;
                case 7:
                    bytes = reader.Long();
                    break;
                case 9:
                    data = reader.Long();
                    break;
                case 11:
                    dictionary = reader.Long();
                    break;
                case 14:
                    bloom = reader.Long();
                    break;
                case 15:
                    bloomBytes = reader.Long();
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        var start = dictionary > 0 ? Math.Min(dictionary, data) : data;
        chunks.Add((column, new ByteRange(start, start + bytes)));
        if (bloom > 0)
        {
            // where its length is not told, the engine reads its head first: about that much holds both
            chunks.Add((column, new ByteRange(bloom, bloom + (bloomBytes > 0 ? bloomBytes : 128 * 1024))));
        }
    }
}
