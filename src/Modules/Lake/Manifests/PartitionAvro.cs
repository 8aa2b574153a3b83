using System.Globalization;
using System.Numerics;
using System.Text;
using Talentys.Lake.Avro;
using Talentys.Lake.Partitions;
using Talentys.Lake.Types;

namespace Talentys.Lake.Manifests;

/// <summary>Partition values in manifests: the record <c>r102</c>, with one optional field for each field of the spec (spec, appendix A, "Avro").</summary>
internal static class PartitionAvro
{
    /// <summary>The schema of the record.</summary>
    public static string Record(PartitionSpec spec, IReadOnlyList<IcebergType.Primitive> types)
    {
        // a named type of Avro is told once and named after that; two names may be one when what Avro does not allow is left out
        var defined = new HashSet<string>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        return ManifestSchemas.Record("r102", [.. spec.Fields.Zip(types, (field, type) =>
        {
            var name = NameOf(field.Name);
            return ManifestSchemas.Optional(field.FieldId, names.Add(name) ? name : $"{name}_{Text(field.FieldId)}", TypeOf(type, defined));
        })]);
    }

    /// <summary>A name that Avro allows, made as other engines make it: what is no ASCII letter, digit or underscore becomes <c>_x</c> and its number.</summary>
    public static string NameOf(string name)
    {
        var allowed = new StringBuilder(name.Length);
        foreach (var letter in name)
        {
            if (char.IsAsciiDigit(letter) && allowed.Length == 0)
            {
                allowed.Append('_').Append(letter);
            }
            else if (char.IsAsciiLetterOrDigit(letter) || letter == '_')
            {
                allowed.Append(letter);
            }
            else
            {
                allowed.Append("_x").Append(((int)letter).ToString("X", CultureInfo.InvariantCulture));
            }
        }

        return allowed.Length == 0 ? "_" : allowed.ToString();
    }

    /// <summary>Writes a value, or that there is none.</summary>
    public static void Write(AvroWriter writer, IcebergType.Primitive type, object? value)
    {
        writer.WriteLong(value is null ? 0 : 1);
        if (value is null)
        {
            return;
        }

        switch (type.Kind, SingleValue.Widen(type, value))
        {
            case (PrimitiveKind.Boolean, bool flag):
                writer.WriteBoolean(flag);
                break;
            case (PrimitiveKind.Int or PrimitiveKind.Date, int number):
                writer.WriteLong(number);
                break;
            case (PrimitiveKind.Long or PrimitiveKind.Time or PrimitiveKind.Timestamp or PrimitiveKind.TimestampTz, long number):
                writer.WriteLong(number);
                break;
            case (PrimitiveKind.Float, float number):
                writer.WriteFloat(number);
                break;
            case (PrimitiveKind.Double, double number):
                writer.WriteDouble(number);
                break;
            case (PrimitiveKind.Decimal, BigInteger unscaled):
                writer.WriteFixed(DecimalBytes(unscaled, BytesOf(type.Precision)));
                break;
            case (PrimitiveKind.String, string text):
                writer.WriteString(text);
                break;
            case (PrimitiveKind.Uuid or PrimitiveKind.Fixed, byte[] bytes):
                writer.WriteFixed(bytes.Length == (type.Kind == PrimitiveKind.Uuid ? 16 : type.Precision) ? bytes : throw Wrong(type, value));
                break;
            case (PrimitiveKind.Binary, byte[] bytes):
                writer.WriteBytes(bytes);
                break;
            default:
                throw Wrong(type, value);
        }
    }

    /// <summary>The type of a value as a manifest has it.</summary>
    public static IcebergType.Primitive TypeOf(AvroSchema schema) => schema switch
    {
        AvroSchema.Union union => TypeOf(union.Branches.FirstOrDefault(branch => branch is not AvroSchema.Primitive { Kind: AvroKind.Null }) ?? union.Branches[0]),
        AvroSchema.Primitive { Kind: AvroKind.Boolean } => new(PrimitiveKind.Boolean),
        AvroSchema.Primitive { Kind: AvroKind.Int, LogicalType: "date" } => new(PrimitiveKind.Date),
        AvroSchema.Primitive { Kind: AvroKind.Int or AvroKind.Null } => new(PrimitiveKind.Int),
        AvroSchema.Primitive { Kind: AvroKind.Long, LogicalType: "time-micros" } => new(PrimitiveKind.Time),
        AvroSchema.Primitive { Kind: AvroKind.Long, LogicalType: "timestamp-micros" or "local-timestamp-micros" } =>
            new(schema.AdjustToUtc ? PrimitiveKind.TimestampTz : PrimitiveKind.Timestamp),
        AvroSchema.Primitive { Kind: AvroKind.Long } => new(PrimitiveKind.Long),
        AvroSchema.Primitive { Kind: AvroKind.Float } => new(PrimitiveKind.Float),
        AvroSchema.Primitive { Kind: AvroKind.Double } => new(PrimitiveKind.Double),
        { LogicalType: "decimal" } => new(PrimitiveKind.Decimal, schema.Precision, schema.Scale),
        { LogicalType: "uuid" } => new(PrimitiveKind.Uuid),
        AvroSchema.Primitive { Kind: AvroKind.String } => new(PrimitiveKind.String),
        AvroSchema.Primitive { Kind: AvroKind.Bytes } => new(PrimitiveKind.Binary),
        AvroSchema.Fixed sized => new(PrimitiveKind.Fixed, sized.Size),
        _ => throw new InvalidDataException("The manifest has a partition value that is not a single value."),
    };

    private static string TypeOf(IcebergType.Primitive type, HashSet<string> defined) => type.Kind switch
    {
        PrimitiveKind.Boolean => "\"boolean\"",
        PrimitiveKind.Int => "\"int\"",
        PrimitiveKind.Long => "\"long\"",
        PrimitiveKind.Float => "\"float\"",
        PrimitiveKind.Double => "\"double\"",
        PrimitiveKind.Date => """{"type":"int","logicalType":"date"}""",
        PrimitiveKind.Time => """{"type":"long","logicalType":"time-micros"}""",
        PrimitiveKind.Timestamp => """{"type":"long","logicalType":"timestamp-micros","adjust-to-utc":false}""",
        PrimitiveKind.TimestampTz => """{"type":"long","logicalType":"timestamp-micros","adjust-to-utc":true}""",
        PrimitiveKind.String => "\"string\"",
        PrimitiveKind.Binary => "\"bytes\"",
        PrimitiveKind.Uuid => Fixed(defined, "uuid_fixed", 16, ",\"logicalType\":\"uuid\""),
        PrimitiveKind.Fixed => Fixed(defined, $"fixed_{Text(type.Precision)}", type.Precision, ""),
        PrimitiveKind.Decimal => Fixed(
            defined,
            $"decimal_{Text(type.Precision)}_{Text(type.Scale)}",
            BytesOf(type.Precision),
            $",\"logicalType\":\"decimal\",\"precision\":{Text(type.Precision)},\"scale\":{Text(type.Scale)}"),
        _ => throw new InvalidOperationException($"Unknown type {type}."),
    };

    private static string Fixed(HashSet<string> defined, string name, int size, string logical) => defined.Add(name)
        ? $$"""{"type":"fixed","name":"{{name}}","size":{{Text(size)}}{{logical}}}"""
        : $"\"{name}\"";

    /// <summary>Bytes that any unscaled number of so many digits needs (spec: "minimum number of bytes").</summary>
    private static int BytesOf(int precision) => (int)Math.Ceiling(((precision * Math.Log2(10)) + 1) / 8);

    private static byte[] DecimalBytes(BigInteger unscaled, int size)
    {
        var bytes = new byte[size];
        var needed = unscaled.GetByteCount();
        if (needed > size)
        {
            throw new InvalidOperationException($"The decimal {unscaled} does not fit into {size} bytes.");
        }

        bytes.AsSpan().Fill(unscaled.Sign < 0 ? (byte)0xFF : (byte)0);
        unscaled.TryWriteBytes(bytes.AsSpan(size - needed), out _, isUnsigned: false, isBigEndian: true);
        return bytes;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static InvalidOperationException Wrong(IcebergType.Primitive type, object value) =>
        new($"A {value.GetType().Name} is no partition value of type {IcebergTypeJson.NameOf(type)}.");
}
