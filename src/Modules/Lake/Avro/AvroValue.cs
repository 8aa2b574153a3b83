using System.Numerics;

namespace Talentys.Lake.Avro;

/// <summary>Reads single values whose type the reader knows what to do with.</summary>
internal static class AvroValue
{
    /// <summary>The branch that a union takes; null for the null branch, whose value has no bytes.</summary>
    public static AvroSchema? Branch(ref AvroReader reader, AvroSchema schema)
    {
        if (schema is AvroSchema.Union union)
        {
            var position = reader.ReadLength();
            schema = position < union.Branches.Count
                ? union.Branches[position]
                : throw new InvalidDataException($"The Avro data takes branch {position} of a union of {union.Branches.Count}.");
        }

        return schema is AvroSchema.Primitive { Kind: AvroKind.Null } ? null : schema;
    }

    /// <summary>An int or long.</summary>
    public static long Long(ref AvroReader reader, AvroSchema schema) => schema is AvroSchema.Primitive { Kind: AvroKind.Int or AvroKind.Long }
        ? reader.ReadLong()
        : throw Unexpected(schema, "a number");

    /// <summary>An int or long that has 32 bits.</summary>
    public static int Int(ref AvroReader reader, AvroSchema schema) => Long(ref reader, schema) is >= int.MinValue and <= int.MaxValue and var value
        ? (int)value
        : throw new InvalidDataException("The Avro data holds a number of more than 32 bits where they must do.");

    /// <summary>A string.</summary>
    public static string Text(ref AvroReader reader, AvroSchema schema) => schema is AvroSchema.Primitive { Kind: AvroKind.String or AvroKind.Bytes }
        ? reader.ReadString()
        : throw Unexpected(schema, "a string");

    /// <summary>Bytes.</summary>
    public static byte[] Bytes(ref AvroReader reader, AvroSchema schema) => schema switch
    {
        AvroSchema.Primitive { Kind: AvroKind.Bytes or AvroKind.String } => reader.ReadBytes().ToArray(),
        AvroSchema.Fixed sized => reader.ReadFixed(sized.Size).ToArray(),
        _ => throw Unexpected(schema, "bytes"),
    };

    /// <summary>A value of a partition, as <see cref="Types.SingleValue"/> has it.</summary>
    public static object Single(ref AvroReader reader, AvroSchema schema) => schema switch
    {
        AvroSchema.Primitive { Kind: AvroKind.Boolean } => reader.ReadBoolean(),
        AvroSchema.Primitive { Kind: AvroKind.Int } => Int(ref reader, schema),
        AvroSchema.Primitive { Kind: AvroKind.Long } => reader.ReadLong(),
        AvroSchema.Primitive { Kind: AvroKind.Float } => reader.ReadFloat(),
        AvroSchema.Primitive { Kind: AvroKind.Double } => reader.ReadDouble(),
        AvroSchema.Primitive { Kind: AvroKind.String, LogicalType: "uuid" } => Guid.TryParse(reader.ReadString(), out var guid)
            ? guid.ToByteArray(bigEndian: true)
            : throw new InvalidDataException("The Avro data holds a text that is no UUID."),
        AvroSchema.Primitive { Kind: AvroKind.String } => reader.ReadString(),
        { LogicalType: "decimal" } => Decimal(Bytes(ref reader, schema)),
        _ => Bytes(ref reader, schema),
    };

    private static BigInteger Decimal(byte[] bytes) => bytes.Length <= 64
        ? new BigInteger(bytes, isUnsigned: false, isBigEndian: true)
        : throw new InvalidDataException($"The Avro data holds a decimal of {bytes.Length} bytes.");

    private static InvalidDataException Unexpected(AvroSchema schema, string wanted) => new(
        $"The Avro data has {(schema is AvroSchema.Primitive primitive ? primitive.Kind.ToString() : schema.GetType().Name).ToLowerInvariant()} where {wanted} should be.");
}
