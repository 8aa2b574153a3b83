using System.Globalization;
using Talentys.Kernel;
using Talentys.Lake.Partitions;
using Talentys.Lake.Types;

namespace Talentys.Lake.Writing;

/// <summary>The partition values of rows as columns of a SELECT, and back.</summary>
internal sealed class PartitionExpressions
{
    private readonly List<IcebergType.Primitive?> types = [];
    private readonly List<string> selected = [];

    /// <summary>The expressions of a spec over columns that are named as the table's.</summary>
    /// <exception cref="FaultException"><c>lake.partition_refused</c>: nothing is written by a transform that is not known.</exception>
    public PartitionExpressions(PartitionSpec spec, IReadOnlyList<NestedField> fields)
    {
        foreach (var field in spec.Fields)
        {
            var name = SqlText.Quote(string.Create(CultureInfo.InvariantCulture, $"__talentys_p{types.Count}"));
            if (field.Transform is Transform.Void || FieldSql.Find(fields, field.SourceId) is not { Type: { } source } found)
            {
                // a column that the rows do not have is null in all of them
                types.Add(null);
                continue;
            }

            var sql = field.Transform.Sql(found.Sql, source) ?? throw new FaultException(Fault.Invalid(
                "lake.partition_refused", $"Nothing can be written into the partitions {field.Transform} of column {found.Name}.", field.Name,
                "Give the table other partitions."));
            types.Add(field.Transform.ResultType(source));
            selected.Add($"{sql} AS {name}");
            Names.Add(name);
        }
    }

    /// <summary>Columns to select beside the rows'.</summary>
    public IReadOnlyList<string> Selected => selected;

    /// <summary>Their names.</summary>
    public List<string> Names { get; } = [];

    /// <summary>The values as texts that <see cref="ValuesOf"/> understands.</summary>
    public IEnumerable<string> Texts => types.Where(type => type is not null).Zip(Names, (type, name) =>
        type!.Kind is PrimitiveKind.Binary or PrimitiveKind.Fixed ? $"hex({name})" : $"CAST({name} AS VARCHAR)");

    /// <summary>Values of the spec's fields from a row that begins with the texts.</summary>
    public IReadOnlyList<object?> ValuesOf(object?[] row)
    {
        var at = 0;
        return [.. types.Select(type => type is null || row[at++] is not string text ? null : Value(type, text))];
    }

    private static object Value(IcebergType.Primitive type, string text)
    {
        if (type.Kind == PrimitiveKind.String)
        {
            return text;
        }

        var bytes = type.Kind == PrimitiveKind.Binary ? Convert.FromHexString(text) : BoundBytes.Exactly(type, text);
        return SingleValue.Read(type, bytes ?? throw new FaultException(Fault.Invalid(
            "lake.partition_refused", $"The value {text} cannot name a partition.", null, "Leave such rows out, or give the table other partitions.")));
    }
}
