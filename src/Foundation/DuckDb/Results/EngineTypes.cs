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
                fields[column] = Marked(imported.FieldsList[column], NameOf(types[column]));
            }

            return new Schema(fields, imported.Metadata);
        }
        finally
        {
            CArrowSchema.Free(schema);
        }
    }

    // times with an offset, which Arrow's lose, and bits, which come as the engine keeps them, are written as texts
    private static Field Marked(Field field, string? name) => name is null
        ? field
        : new Field(field.Name, name is TimeTz or Bit ? StringType.Default : field.DataType, field.IsNullable, new Dictionary<string, string>(field.Metadata ?? new Dictionary<string, string>())
        {
            [EngineDescription.EngineType] = name,
        });

    private static string? NameOf(nint type) => DuckNative.TypeId(type) switch
    {
        DuckType.Uuid => "UUID",
        DuckType.TimeTz => TimeTz,
        DuckType.Bit => Bit,
        DuckType.HugeInt => "HUGEINT",
        DuckType.UHugeInt => "UHUGEINT",
        DuckType.Enum => "ENUM",
        DuckType.Varchar when NativeText.Take(DuckNative.TypeAlias(type)) == "JSON" => "JSON",
        _ => null,
    };
}
