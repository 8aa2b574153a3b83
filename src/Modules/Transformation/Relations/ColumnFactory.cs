using Talentys.Jinja.Public;

namespace Talentys.Transformation.Relations;

/// <summary><c>api.Column</c>: makes columns, and names of types.</summary>
internal sealed class ColumnFactory : IJinjaObject, IJinjaCallable
{
    public static ColumnFactory Instance { get; } = new();

    public string TypeName => "Column";

    /// <summary><c>api.Column(name, type, char_size, numeric_precision, numeric_scale)</c>.</summary>
    public object? Call(JinjaArguments arguments)
    {
        var bound = arguments.Bind("Column", "column", "dtype", "char_size?", "numeric_precision?", "numeric_scale?");
        string? Told(int at) => ReferenceEquals(bound[at], JinjaArguments.Missing) || bound[at] is null ? null : JinjaValues.Text(bound[at]);
        var size = Told(2) ?? (Told(3) is { } precision ? $"{precision},{Told(4) ?? "0"}" : null);
        return new RelationColumn(JinjaValues.Text(bound[0]), $"{bound[1]}{(size is null ? "" : $"({size})")}");
    }

    public bool TryGet(string name, out object? value)
    {
        value = name switch
        {
            "create" => new JinjaFunction(name, arguments => arguments.Bind(name, "name", "label_or_dtype") is var bound ? new RelationColumn(JinjaValues.Text(bound[0]), RelationColumn.Translate(JinjaValues.Text(bound[1]))) : null),
            "translate_type" => new JinjaFunction(name, arguments => RelationColumn.Translate(JinjaValues.Text(arguments.Bind(name, "dtype")[0]))),
            "string_type" => new JinjaFunction(name, arguments => $"varchar({arguments.Bind(name, "size")[0]})"),
            "numeric_type" => new JinjaFunction(name, arguments => arguments.Bind(name, "dtype", "precision", "scale") is var bound && bound[1] is null ? bound[0] : $"{bound[0]}({bound[1]},{bound[2]})"),
            _ => null,
        };
        return value is not null;
    }
}
