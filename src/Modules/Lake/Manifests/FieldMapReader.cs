using Talentys.Lake.Avro;

namespace Talentys.Lake.Manifests;

/// <summary>Reads maps with field ids as keys: arrays of pairs (Avro's own maps have string keys only), the values maybe null.</summary>
internal sealed class FieldMapReader<T>
{
    private readonly ReadValue read;
    private readonly AvroSchema items;
    private readonly AvroSchema.Record pair;
    private readonly int key;
    private readonly int value;
    private int[] known = [];
    private int[] ids = new int[16];
    private T[] values = new T[16];

    /// <summary>Prepares for a schema.</summary>
    /// <exception cref="InvalidDataException">It is no such map.</exception>
    public FieldMapReader(AvroSchema.Array schema, ReadValue read)
    {
        this.read = read;
        items = schema.Items;
        pair = ManifestFields.Record(items) ?? throw new InvalidDataException("The manifest has a map that is not made of pairs.");
        key = pair.Fields.ToList().FindIndex(field => field.Name == "key");
        value = pair.Fields.ToList().FindIndex(field => field.Name == "value");
        if (key < 0 || value < 0)
        {
            throw new InvalidDataException("The manifest has a map whose pairs have no key and value.");
        }
    }

    /// <summary>Reads a value of the map.</summary>
    public delegate T ReadValue(ref AvroReader reader, AvroSchema schema);

    /// <summary>Reads a map.</summary>
    public FieldMap<T> Read(ref AvroReader reader)
    {
        var count = 0;
        for (var block = reader.ReadBlock(); block > 0; block = reader.ReadBlock())
        {
            for (var i = 0; i < block; i++)
            {
                count += ReadPair(ref reader, count) ? 1 : 0;
            }
        }

        Order(ref count);
        if (!known.AsSpan().SequenceEqual(ids.AsSpan(0, count)))
        {
            known = ids[..count];
        }

        return new FieldMap<T>(known, values[..count]);
    }

    private bool ReadPair(ref AvroReader reader, int at)
    {
        if (at == ids.Length)
        {
            Array.Resize(ref ids, at * 2);
            Array.Resize(ref values, at * 2);
        }

        var present = false;
        if (AvroValue.Branch(ref reader, items) is null)
        {
            return false;
        }

        for (var i = 0; i < pair.Fields.Count; i++)
        {
            if (AvroValue.Branch(ref reader, pair.Fields[i].Type) is not { } type)
            {
                continue;
            }

            if (i == key)
            {
                ids[at] = AvroValue.Int(ref reader, type);
            }
            else if (i == value)
            {
                values[at] = read(ref reader, type);
                present = true;
            }
            else
            {
                AvroDatum.Skip(ref reader, type);
            }
        }

        return present;
    }

    /// <summary>Ids ascending, each once; the last one counts.</summary>
    private void Order(ref int count)
    {
        for (var i = 1; i < count; i++)
        {
            if (ids[i] <= ids[i - 1])
            {
                var ordered = new SortedDictionary<int, T>();
                for (var j = 0; j < count; j++)
                {
                    ordered[ids[j]] = values[j];
                }

                count = ordered.Count;
                ordered.Keys.CopyTo(ids, 0);
                ordered.Values.CopyTo(values, 0);
                return;
            }
        }
    }
}
