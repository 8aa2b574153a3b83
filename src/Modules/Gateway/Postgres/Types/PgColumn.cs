using Apache.Arrow;
using Apache.Arrow.Types;
using Talentys.DuckDb.Public;

namespace Talentys.Gateway.Postgres.Types;

/// <summary>A column as a client is told of it.</summary>
/// <param name="Name">Name.</param>
/// <param name="Type">Type.</param>
/// <param name="Modifier">Precision and scale of a numeric; -1 for none.</param>
internal sealed record PgColumn(string Name, PgType Type, int Modifier)
{
    /// <summary>The columns of a schema.</summary>
    public static IReadOnlyList<PgColumn> Of(Schema schema) => [.. schema.FieldsList.Select(Of)];

    /// <summary>A column of a schema.</summary>
    public static PgColumn Of(Field field)
    {
        var type = TypeOf(field);
        var modifier = type == PgType.Numeric && field.DataType is Decimal128Type number && EngineType(field) is null
            ? ((number.Precision << 16) | number.Scale) + 4
            : -1;
        return new PgColumn(ColumnName.Of(field.Name), type, modifier);
    }

    /// <summary>The type of a column.</summary>
    public static PgType TypeOf(Field field) => EngineType(field) switch
    {
        "UUID" => PgType.Uuid,
        "JSON" => PgType.Json,
        "TIMETZ" => PgType.TimeTz,
        "BIT" => PgType.VarBit,
        EngineDescription.Letter => PgType.Char,
        _ => field.DataType switch
        {
            BooleanType => PgType.Bool,
            Int8Type or UInt8Type or Int16Type => PgType.Int2,
            UInt16Type or Int32Type => PgType.Int4,
            UInt32Type => PgType.Oidentifier, // tables hold none: they are the identifiers of the system tables
            Int64Type => PgType.Int8,
            UInt64Type or Decimal128Type => PgType.Numeric,
            FloatType => PgType.Float4,
            DoubleType => PgType.Float8,
            BinaryType or LargeBinaryType or FixedSizeBinaryType => PgType.Bytea,
            Date32Type => PgType.Date,
            Time32Type or Time64Type => PgType.Time,
            TimestampType { Timezone: null } => PgType.Timestamp,
            TimestampType => PgType.TimestampTz,
            IntervalType => PgType.Interval,
            ListType list => OfList(list.ValueField),
            FixedSizeListType list => OfList(list.ValueField),
            LargeListType list => OfList(list.ValueField),
            StructType row when IsRow(row) => PgType.Record,
            StructType or MapType => PgType.Json,
            _ => PgType.Text,
        },
    };

    /// <summary>The engine's name of the type where Arrow has none of its own.</summary>
    public static string? EngineType(Field field) => field.Metadata?.GetValueOrDefault(EngineDescription.EngineType);

    /// <summary>Whether a struct is a row, whose fields have no names: <c>ROW(1, 'a')</c>.</summary>
    public static bool IsRow(StructType type) => type.Fields.Count > 0 && type.Fields.All(field => field.Name.Length == 0);

    // lists of lists need not be rectangular, as PostgreSQL's arrays are: they go as JSON
    private static PgType OfList(Field element) => element.DataType is NestedType
        ? PgType.Json
        : TypeOf(element) is { Array: > 0 } type ? type.OfArray : PgType.Json;
}
