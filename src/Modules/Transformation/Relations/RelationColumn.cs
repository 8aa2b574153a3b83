using Talentys.Jinja.Public;
using Talentys.Kernel;

namespace Talentys.Transformation.Relations;

/// <summary>A column as templates see it.</summary>
internal sealed record RelationColumn(string Name, string Type) : IJinjaObject, IJinjaText
{
    private static readonly string[] Whole = ["TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"];

    public string TypeName => "Column";

    public string Text(bool isRepr) => $"<Column {Name} ({Type})>";

    public bool TryGet(string name, out object? value)
    {
        var plain = Type.Split('(')[0].ToUpperInvariant();
        value = name switch
        {
            "name" or "column" => Name,
            "quoted" => SqlText.Quote(Name),
            "dtype" or "data_type" => Type,
            "is_string" => Is(plain is "VARCHAR" or "TEXT" or "CHAR" or "STRING"),
            "is_integer" => Is(Whole.Contains(plain)),
            "is_float" => Is(plain is "FLOAT" or "DOUBLE" or "REAL"),
            "is_numeric" => Is(plain is "DECIMAL" or "NUMERIC"),
            "is_number" => Is(Whole.Contains(plain) || plain is "FLOAT" or "DOUBLE" or "REAL" or "DECIMAL" or "NUMERIC"),
            _ => null,
        };
        return value is not null;

        JinjaFunction Is(bool truth) => new(name, _ => truth);
    }
}
