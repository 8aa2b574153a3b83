using Talentys.Lake.Partitions;
using Talentys.Lake.Public;
using Talentys.Lake.Types;

namespace Talentys.Lake.Planning;

/// <summary>A filter in terms of a table's columns: what is not understood is true.</summary>
internal sealed class FilePredicate
{
    private readonly Node root;
    private readonly List<FileCondition> conditions = [];

    private FilePredicate(ScanFilter filter, IcebergSchema schema) => root = Bind(filter, schema);

    /// <summary>The conditions in it.</summary>
    public IReadOnlyList<FileCondition> Conditions => conditions;

    /// <summary>Whether it keeps whatever there is.</summary>
    public bool IsEverything => root.Kind == NodeKind.True;

    /// <summary>Binds a filter to a schema.</summary>
    public static FilePredicate Of(ScanFilter filter, IcebergSchema schema) => new(filter, schema);

    /// <summary>Whether there may be a row that fulfils it.</summary>
    /// <param name="may">Whether there may be a row that fulfils a condition.</param>
    public bool MayMatch(Func<FileCondition, bool> may) => MayMatch(root, may);

    private static bool MayMatch(Node node, Func<FileCondition, bool> may) => node.Kind switch
    {
        NodeKind.True => true,
        NodeKind.Condition => may(node.Condition!),
        NodeKind.All => node.Parts.TrueForAll(part => MayMatch(part, may)),
        _ => node.Parts.Exists(part => MayMatch(part, may)),
    };

    private Node Bind(ScanFilter filter, IcebergSchema schema)
    {
        switch (filter)
        {
            case ScanFilter.All all:
                var needed = all.Parts.Select(part => Bind(part, schema)).Where(part => part.Kind != NodeKind.True).ToList();
                return needed.Count switch { 0 => Node.True, 1 => needed[0], _ => new Node(NodeKind.All, needed) };
            case ScanFilter.Any any:
                var parts = any.Parts.Select(part => Bind(part, schema)).ToList();
                return parts.Exists(part => part.Kind == NodeKind.True) ? Node.True : new Node(NodeKind.Any, parts);
            case ScanFilter.Condition condition when Condition(condition, schema) is { } bound:
                conditions.Add(bound);
                return new Node(NodeKind.Condition, [], bound);
            default:
                return Node.True;
        }
    }

    private FileCondition? Condition(ScanFilter.Condition condition, IcebergSchema schema)
    {
        var fields = schema.Fields.Where(field => ColumnNames.Comparer.Equals(field.Name, condition.Column)).ToList();
        if (fields is not [{ Type: IcebergType.Primitive type } field])
        {
            return null;
        }

        var values = new List<object>();
        foreach (var literal in condition.Values)
        {
            if (LiteralValue.Read(type, literal) is not { } value || (condition.Operator is ScanOperator.StartsWith or ScanOperator.NotStartsWith && type.Kind != PrimitiveKind.String))
            {
                return null;
            }

            values.Add(value);
        }

        var expected = condition.Operator switch
        {
            ScanOperator.IsNull or ScanOperator.NotNull => values.Count == 0,
            ScanOperator.In or ScanOperator.NotIn => values.Count > 0,
            ScanOperator.Outside => values.Count == 2,
            _ => values.Count == 1,
        };
        return expected ? new FileCondition(conditions.Count, field.Id, type, new ColumnPredicate(condition.Operator, (IReadOnlyList<object>)values)) : null;
    }

    private enum NodeKind
    {
        True,
        Condition,
        All,
        Any,
    }

    private sealed record Node(NodeKind Kind, List<Node> Parts, FileCondition? Condition = null)
    {
        public static Node True { get; } = new(NodeKind.True, []);
    }
}

/// <summary>A condition on a column of a table.</summary>
/// <param name="Slot">Its place among the conditions of the filter.</param>
/// <param name="FieldId">Field id of the column.</param>
/// <param name="Type">Its type.</param>
/// <param name="Predicate">What is asked of its values.</param>
internal sealed record FileCondition(int Slot, int FieldId, IcebergType.Primitive Type, ColumnPredicate Predicate);
