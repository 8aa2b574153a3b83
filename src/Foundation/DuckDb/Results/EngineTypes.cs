using Apache.Arrow;
using Apache.Arrow.C;
using Apache.Arrow.Types;
using Talentys.DuckDb.Native;
using Talentys.DuckDb.Public;

namespace Talentys.DuckDb.Results;

/// <summary>Schemas of the engine's types; where Arrow's type does not tell the engine's, a column's metadata does.</summary>
internal static unsafe class EngineTypes
{
    private const string TimeTz = "TIMETZ";
    private const string Bit = "BIT";
    private const string Bignum = "BIGNUM";

    /// <summary>The schema of columns.</summary>
    /// <param name="options">How the engine converts.</param>
    /// <param name="types">Types of the columns.</param>
    /// <param name="names">Their names.</param>
    /// <param name="count">How many there are.</param>
    public static Schema Schema(nint options, nint* types, byte** names, int count)
    {
        var schema = CArrowSchema.Create();
        try
        {
            NativeErrors.Check(DuckNative.ToArrowSchema(options, types, names, (ulong)count, schema));
            var imported = CArrowSchemaImporter.ImportSchema(schema);
            var fields = new Field[count];
            for (var column = 0; column < count; column++)
            {
                fields[column] = Marked(imported.FieldsList[column], types[column]);
            }

            return new Schema(fields, imported.Metadata);
        }
        finally
        {
            CArrowSchema.Free(schema);
        }
    }

    private static Field Marked(Field field, nint type) => DuckNative.TypeId(type) switch
    {
        DuckType.List => OfElements(field, DuckNative.ListElementType(type)),
        DuckType.Array => OfElements(field, DuckNative.ArrayElementType(type)),
        // times with an offset, which Arrow's lose, and bits and long numbers, which come as the engine keeps them, are written as texts
        _ when NameOf(type) is { } name => Named(field, name, name is TimeTz or Bit or Bignum ? StringType.Default : field.DataType),
        _ => field,
    };

    private static Field Named(Field field, string name, IArrowType data) =>
        new(field.Name, data, field.IsNullable, new Dictionary<string, string>(field.Metadata ?? new Dictionary<string, string>()) { [EngineDescription.EngineType] = name });

    // within a list the values stay as they came: of what would be written otherwise the list tells the type, so that nobody takes them for bytes
    private static Field OfElements(Field field, nint element)
    {
        try
        {
            if (NameOf(element) is not { } name)
            {
                return field;
            }

            if (name is TimeTz or Bit or Bignum)
            {
                return Named(field, $"{name}[]", field.DataType);
            }

            IArrowType? told = field.DataType switch
            {
                ListType list => new ListType(Named(list.ValueField, name, list.ValueDataType)),
                FixedSizeListType list => new FixedSizeListType(Named(list.ValueField, name, list.ValueDataType), list.ListSize),
                _ => null,
            };
            return told is null ? field : new Field(field.Name, told, field.IsNullable, field.Metadata);
        }
        finally
        {
            DuckNative.DestroyLogicalType(ref element);
        }
    }

    private static string? NameOf(nint type) => DuckNative.TypeId(type) switch
    {
        DuckType.Uuid => "UUID",
        DuckType.TimeTz => TimeTz,
        DuckType.Bit => Bit,
        DuckType.Bignum => Bignum,
        DuckType.HugeInt => "HUGEINT",
        DuckType.UHugeInt => "UHUGEINT",
        DuckType.Enum => NativeText.Take(DuckNative.EnumValue(type, 0)) == EngineDescription.Letter ? EngineDescription.Letter : "ENUM",
        DuckType.Varchar when NativeText.Take(DuckNative.TypeAlias(type)) == "JSON" => "JSON",
        _ => null,
    };
}
