using Apache.Arrow;
using Apache.Arrow.Types;

namespace Talentys.Query.Results;

/// <summary>Makes columns of types that a table cannot have (enums and unions, and what holds them) columns of their texts.</summary>
internal static class PlainColumns
{
    /// <summary>Whether a table can have the type.</summary>
    public static bool IsPlain(IArrowType type) => type switch
    {
        DictionaryType or UnionType => false,
        NestedType nested => nested.Fields.All(field => IsPlain(field.DataType)),
        _ => true,
    };

    /// <summary>Whether a Parquet file keeps values of the type as they are; it has no intervals below zero or of microseconds.</summary>
    public static bool FitsParquet(IArrowType type) => type switch
    {
        DictionaryType or UnionType or IntervalType => false,
        NestedType nested => nested.Fields.All(field => FitsParquet(field.DataType)),
        _ => true,
    };

    /// <summary>The texts of an array.</summary>
    public static IArrowArray Texts(IArrowArray array)
    {
        var texts = new StringArray.Builder().Reserve(array.Length);
        for (var row = 0; row < array.Length; row++)
        {
            if (CellText.Whole(array, row) is { } text)
            {
                texts.Append(text);
            }
            else
            {
                texts.AppendNull();
            }
        }

        return texts.Build();
    }
}
