using System.Globalization;
using Talentys.Jinja.Public;
using Talentys.Kernel;

namespace Talentys.Transformation.Relations;

/// <summary>A column as templates see it.</summary>
internal sealed record RelationColumn(string Name, string Type) : IJinjaObject, IJinjaText
{
    /// <summary>What a text may hold where no size is told, as dbt has it; DuckDB's texts have no end.</summary>
    private const long AnySize = 256;

    private static readonly string[] Whole = ["TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"];

    /// <summary>Its name as SQL has it.</summary>
    public string Quoted => SqlText.Quote(Name);

    public string TypeName => "Column";

    /// <summary>Called when more than its name is asked for, where that is not known.</summary>
    public Action? TypeAsked { get; init; }

    /// <summary>DuckDB's name of a type that has a general one.</summary>
    public static string Translate(string type) => type.Trim().ToUpperInvariant() switch
    {
        "STRING" => "TEXT",
        "TIMESTAMP" or "FLOAT" or "BOOLEAN" or "BIGINT" => type.Trim().ToUpperInvariant(),
        "INTEGER" or "INT" => "INT",
        _ => type,
    };

    public string Text(bool isRepr) => $"<Column {Name} ({Type})>";

    public bool TryGet(string name, out object? value)
    {
        if (name is not ("name" or "column" or "quoted"))
        {
            TypeAsked?.Invoke();
        }

        var plain = Type.Split('(')[0].Trim().ToUpperInvariant();
        var isText = plain is "VARCHAR" or "TEXT" or "CHAR" or "STRING" or "CHARACTER VARYING" or "BPCHAR";
        value = name switch
        {
            "name" or "column" => Name,
            "quoted" => Quoted,
            "dtype" or "data_type" => Type,
            "is_string" => Is(isText),
            "is_integer" => Is(Whole.Contains(plain)),
            "is_float" => Is(plain is "FLOAT" or "DOUBLE" or "REAL"),
            "is_numeric" => Is(plain is "DECIMAL" or "NUMERIC"),
            "is_number" => Is(Whole.Contains(plain) || plain is "FLOAT" or "DOUBLE" or "REAL" or "DECIMAL" or "NUMERIC"),
            "string_size" => new JinjaFunction(name, _ => isText ? Size(0) ?? AnySize : throw new JinjaException("CompilationError", $"The column {Name} is {Type}: only texts have a string_size()")),
            "char_size" => isText ? Size(0) : null,
            "numeric_precision" => plain is "DECIMAL" or "NUMERIC" ? Size(0) : null,
            "numeric_scale" => plain is "DECIMAL" or "NUMERIC" ? Size(1) : null,
            "literal" => new JinjaFunction(name, arguments => $"cast({arguments.Values[0]} as {Type})"),
            // texts of any size fit into every column of texts
            "can_expand_to" => Is(false),
            _ => null,
        };
        return value is not null || name is "char_size" or "numeric_precision" or "numeric_scale";

        long? Size(int at) => Type.Split('(', ')') is [_, var told, ..] && told.Split(',') is var sizes && at < sizes.Length
            && long.TryParse(sizes[at], CultureInfo.InvariantCulture, out var size) ? size : null;

        JinjaFunction Is(bool truth) => new(name, _ => truth);
    }
}
