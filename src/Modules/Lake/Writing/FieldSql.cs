using Talentys.Kernel;
using Talentys.Lake.Types;

namespace Talentys.Lake.Writing;

/// <summary>A primitive column, or one inside of structs, as an expression of the engine.</summary>
/// <param name="Sql">The expression.</param>
/// <param name="Name">Its name, with dots.</param>
/// <param name="Type">Its type.</param>
internal sealed record FieldSql(string Sql, string Name, IcebergType.Primitive Type)
{
    /// <summary>The field of an id; null when there is none outside of lists and maps.</summary>
    public static FieldSql? Find(IReadOnlyList<NestedField> fields, int id)
    {
        var leaf = new IcebergSchema(0, fields).Leaves().FirstOrDefault(leaf => leaf.Id == id && !leaf.Repeated);
        return leaf is null ? null : new FieldSql(
            leaf.Path.Skip(1).Aggregate(SqlText.Quote(leaf.Path[0]), (outer, name) => $"struct_extract({outer}, {SqlText.Literal(name)})"),
            string.Join('.', leaf.Path),
            leaf.Type);
    }
}
