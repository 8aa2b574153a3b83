namespace Talentys.Kernel;

/// <summary>Name of a table inside a <see cref="Scope"/>. Compared without regard to case, kept as written.</summary>
/// <param name="Schema">Schema, for example <c>shop</c>; <c>main</c> when a person names none.</param>
/// <param name="Name">Table, for example <c>orders</c>.</param>
public readonly record struct TableName(string Schema, string Name) : IComparable<TableName>
{
    /// <summary>The schema of tables that name none.</summary>
    public const string DefaultSchema = "main";

    /// <summary>Reads what people write: <c>schema.table</c>, or a table of the default schema.</summary>
    public static TableName Parse(string text) => text.Split('.', 2) is [var schema, var name] ? new TableName(schema, name) : new TableName(DefaultSchema, text);

    /// <inheritdoc/>
    public bool Equals(TableName other) =>
        string.Equals(Schema, other.Schema, StringComparison.OrdinalIgnoreCase)
        && string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(
        StringComparer.OrdinalIgnoreCase.GetHashCode(Schema ?? ""),
        StringComparer.OrdinalIgnoreCase.GetHashCode(Name ?? ""));

    /// <inheritdoc/>
    public int CompareTo(TableName other)
    {
        var schemas = StringComparer.OrdinalIgnoreCase.Compare(Schema, other.Schema);
        return schemas != 0 ? schemas : StringComparer.OrdinalIgnoreCase.Compare(Name, other.Name);
    }

    /// <summary>The name as people write it, <c>schema.table</c>; not quoted for SQL (see <see cref="SqlText.Quote(TableName)"/>).</summary>
    public override string ToString() => $"{Schema}.{Name}";

    /// <summary>Orders by schema, then by name.</summary>
    public static bool operator <(TableName left, TableName right) => left.CompareTo(right) < 0;

    /// <summary>Orders by schema, then by name.</summary>
    public static bool operator >(TableName left, TableName right) => left.CompareTo(right) > 0;

    /// <summary>Orders by schema, then by name.</summary>
    public static bool operator <=(TableName left, TableName right) => left.CompareTo(right) <= 0;

    /// <summary>Orders by schema, then by name.</summary>
    public static bool operator >=(TableName left, TableName right) => left.CompareTo(right) >= 0;
}
