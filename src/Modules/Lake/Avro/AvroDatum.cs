using System.Globalization;

namespace Talentys.Lake.Avro;

/// <summary>
/// Values of any schema as objects: null, bool, long (int too), float, double, byte[], string, List (arrays), Dictionary
/// (records and maps, by name). For small things; manifest entries have a reader of their own.
/// </summary>
internal static class AvroDatum
{
    /// <summary>Reads a value.</summary>
    public static object? Read(ref AvroReader reader, AvroSchema schema)
    {
        reader.Enter();
        var value = ReadParts(ref reader, schema);
        reader.Leave();
        return value;
    }

    /// <summary>Reads over a value.</summary>
    public static void Skip(ref AvroReader reader, AvroSchema schema)
    {
        switch (schema)
        {
            case AvroSchema.Primitive { Kind: AvroKind.Bytes or AvroKind.String }:
                reader.ReadBytes();
                break;
            case AvroSchema.Primitive primitive:
                ReadPrimitive(ref reader, primitive.Kind);
                break;
            case AvroSchema.Fixed sized:
                reader.ReadFixed(sized.Size);
                break;
            case AvroSchema.Union union:
                reader.Enter();
                Skip(ref reader, Branch(union, reader.ReadLength()));
                reader.Leave();
                break;
            case AvroSchema.Record record:
                reader.Enter();
                foreach (var field in record.Fields)
                {
                    Skip(ref reader, field.Type);
                }

                reader.Leave();
                break;
            default:
                Read(ref reader, schema);
                break;
        }
    }

    /// <summary>Writes a value. In a union, null takes the null branch and all else the first other one.</summary>
    public static void Write(AvroWriter writer, AvroSchema schema, object? value)
    {
        switch (schema)
        {
            case AvroSchema.Primitive primitive:
                WritePrimitive(writer, primitive.Kind, value);
                break;
            case AvroSchema.Fixed:
                writer.WriteFixed((byte[])value!);
                break;
            case AvroSchema.Enum words:
                writer.WriteLong(words.Symbols.ToList().IndexOf((string)value!));
                break;
            case AvroSchema.Union union:
                var isNull = (AvroSchema branch) => branch is AvroSchema.Primitive { Kind: AvroKind.Null };
                var position = union.Branches.ToList().FindIndex(branch => isNull(branch) == (value is null));
                writer.WriteLong(position);
                Write(writer, union.Branches[position], value);
                break;
            case AvroSchema.Record record:
                var fields = (IReadOnlyDictionary<string, object?>)value!;
                foreach (var field in record.Fields)
                {
                    Write(writer, field.Type, fields.GetValueOrDefault(field.Name));
                }

                break;
            case AvroSchema.Array array:
                var items = (IReadOnlyList<object?>)value!;
                WriteBlock(writer, items, item => Write(writer, array.Items, item));
                break;
            case AvroSchema.Map map:
                WriteBlock(writer, [.. (IReadOnlyDictionary<string, object?>)value!], entry =>
                {
                    writer.WriteString(entry.Key);
                    Write(writer, map.Values, entry.Value);
                });
                break;
            default:
                throw new InvalidOperationException($"Unknown schema {schema}.");
        }
    }

    private static object? ReadParts(ref AvroReader reader, AvroSchema schema)
    {
        switch (schema)
        {
            case AvroSchema.Primitive primitive:
                return ReadPrimitive(ref reader, primitive.Kind);
            case AvroSchema.Fixed sized:
                return reader.ReadFixed(sized.Size).ToArray();
            case AvroSchema.Enum words:
                var symbol = reader.ReadLength();
                return symbol < words.Symbols.Count
                    ? words.Symbols[symbol]
                    : throw new InvalidDataException($"The Avro data takes word {symbol} of {words.Symbols.Count}.");
            case AvroSchema.Union union:
                return Read(ref reader, Branch(union, reader.ReadLength()));
            case AvroSchema.Record record:
                var fields = new Dictionary<string, object?>(record.Fields.Count);
                foreach (var field in record.Fields)
                {
                    fields[field.Name] = Read(ref reader, field.Type);
                }

                return fields;
            case AvroSchema.Array array:
                var items = new List<object?>();
                for (var count = reader.ReadBlock(); count > 0; count = reader.ReadBlock())
                {
                    for (var i = 0; i < count; i++)
                    {
                        items.Add(Read(ref reader, array.Items));
                    }
                }

                return items;
            case AvroSchema.Map map:
                var entries = new Dictionary<string, object?>();
                for (var count = reader.ReadBlock(); count > 0; count = reader.ReadBlock())
                {
                    for (var i = 0; i < count; i++)
                    {
                        entries[reader.ReadString()] = Read(ref reader, map.Values);
                    }
                }

                return entries;
            default:
                throw new InvalidOperationException($"Unknown schema {schema}.");
        }
    }

    private static void WriteBlock<T>(AvroWriter writer, IReadOnlyList<T> items, Action<T> write)
    {
        if (items.Count > 0)
        {
            writer.WriteLong(items.Count);
            foreach (var item in items)
            {
                write(item);
            }
        }

        writer.WriteLong(0);
    }

    private static AvroSchema Branch(AvroSchema.Union union, int position) => position < union.Branches.Count
        ? union.Branches[position]
        : throw new InvalidDataException($"The Avro data takes branch {position} of a union of {union.Branches.Count}.");

    private static object? ReadPrimitive(ref AvroReader reader, AvroKind kind) => kind switch
    {
        AvroKind.Null => null,
        AvroKind.Boolean => reader.ReadBoolean(),
        AvroKind.Int or AvroKind.Long => reader.ReadLong(),
        AvroKind.Float => reader.ReadFloat(),
        AvroKind.Double => reader.ReadDouble(),
        AvroKind.Bytes => reader.ReadBytes().ToArray(),
        _ => reader.ReadString(),
    };

    private static void WritePrimitive(AvroWriter writer, AvroKind kind, object? value)
    {
        switch (kind)
        {
            case AvroKind.Null:
                break;
            case AvroKind.Boolean:
                writer.WriteBoolean((bool)value!);
                break;
            case AvroKind.Int or AvroKind.Long:
                writer.WriteLong(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case AvroKind.Float:
                writer.WriteFloat((float)value!);
                break;
            case AvroKind.Double:
                writer.WriteDouble((double)value!);
                break;
            case AvroKind.Bytes:
                writer.WriteBytes((byte[])value!);
                break;
            default:
                writer.WriteString((string)value!);
                break;
        }
    }
}
