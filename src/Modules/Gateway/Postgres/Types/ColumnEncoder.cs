using Apache.Arrow;
using Apache.Arrow.Types;
using Talentys.Gateway.Postgres.Messages;

namespace Talentys.Gateway.Postgres.Types;

/// <summary>Writes the values of one column straight from its Arrow buffers, as text or in PostgreSQL's binary form.</summary>
internal abstract class ColumnEncoder
{
    /// <summary>The encoder of a column.</summary>
    /// <param name="field">The column.</param>
    /// <param name="zone">Zone in which points in time are written.</param>
    public static ColumnEncoder For(Field field, TimeZoneInfo zone)
    {
        var type = PgColumn.TypeOf(field);
        return field.DataType switch
        {
            BooleanType => new BooleanEncoder(),
            Int8Type => new IntegerEncoder<sbyte>(type.Size),
            UInt8Type => new IntegerEncoder<byte>(type.Size),
            Int16Type => new IntegerEncoder<short>(type.Size),
            UInt16Type => new IntegerEncoder<ushort>(type.Size),
            Int32Type => new IntegerEncoder<int>(type.Size),
            UInt32Type => new IntegerEncoder<uint>(type.Size),
            Int64Type => new IntegerEncoder<long>(type.Size),
            UInt64Type or Decimal128Type => new NumericEncoder(PgColumn.EngineType(field) == "UHUGEINT"),
            FloatType => new FloatEncoder(),
            DoubleType => new DoubleEncoder(),
            StringType when type == PgType.Uuid => new UuidEncoder(),
            StringType when type == PgType.TimeTz => new TimeTzEncoder(),
            StringType when type == PgType.VarBit => new BitEncoder(),
            StringType => new TextEncoder(),
            BinaryType => new ByteaEncoder(),
            Date32Type => new DateEncoder(),
            Time64Type or Time32Type => new TimeEncoder(field.DataType),
            TimestampType stamp => new TimestampEncoder(stamp, zone),
            IntervalType { Unit: IntervalUnit.MonthDayNanosecond } => new IntervalEncoder(),
            DictionaryType when type == PgType.Char => new LetterEncoder(),
            DictionaryType dictionary => new DictionaryEncoder(For(new Field(field.Name, dictionary.ValueType, true), zone)),
            ListType list when type != PgType.Json => new ArrayEncoder(list.ValueField, zone),
            FixedSizeListType list when type != PgType.Json => new ArrayEncoder(list.ValueField, zone),
            StructType row when type == PgType.Record => new RecordEncoder(row, zone),
            NullType => new NullEncoder(),
            _ => new JsonEncoder(zone),
        };
    }

    /// <summary>Takes the values of the next batch.</summary>
    public abstract void Load(IArrowArray array);

    public abstract bool IsNull(int row);

    /// <summary>Writes the text of a value that is not null.</summary>
    public abstract void Text(OutBuffer to, int row);

    /// <summary>Writes the binary form of a value that is not null.</summary>
    public abstract void Binary(OutBuffer to, int row);
}

/// <summary>An encoder of one sort of Arrow array.</summary>
internal abstract class ColumnEncoder<TArray> : ColumnEncoder
    where TArray : class, IArrowArray
{
    private Validity validity;

    protected TArray Values { get; private set; } = null!;

    public override void Load(IArrowArray array)
    {
        Values = array as TArray ?? throw new InvalidOperationException($"A column came as {array.GetType().Name} and not as {typeof(TArray).Name}.");
        if (array is not (UnionArray or NullArray))
        {
            validity.Load(array);
        }
    }

    public override bool IsNull(int row) => validity.IsNull(row);
}

/// <summary>An encoder of values of one width, in memory of their own.</summary>
internal abstract class FixedEncoder<T> : ColumnEncoder<PrimitiveArray<T>>
    where T : unmanaged, IEquatable<T>
{
    /// <summary>The values; more of them than there are rows.</summary>
    protected T[] Numbers { get; private set; } = [];

    public override void Load(IArrowArray array)
    {
        base.Load(array);
        Numbers = Validity.Copied(Values.Values, Numbers);
    }
}
