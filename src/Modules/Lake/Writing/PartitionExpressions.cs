using System.Globalization;
using Talentys.Kernel;
using Talentys.Lake.Partitions;
using Talentys.Lake.Types;

namespace Talentys.Lake.Writing;

/// <summary>The partition values of rows as columns of a SELECT, and back.</summary>
internal sealed class PartitionExpressions
{
    private readonly List<PartitionColumn?> fields = [];

    /// <summary>The expressions of a spec over columns that are named as the table's.</summary>
    /// <exception cref="FaultException"><c>lake.partition_refused</c>: nothing is written by a transform that is not known.</exception>
    public PartitionExpressions(PartitionSpec spec, IReadOnlyList<NestedField> columns)
    {
        foreach (var field in spec.Fields)
        {
            // a column that the rows do not have is null in all of them
            fields.Add(field.Transform is Transform.Void || FieldSql.Find(columns, field.SourceId) is not { } source ? null : new PartitionColumn(
                SqlText.Quote(string.Create(CultureInfo.InvariantCulture, $"__talentys_p{fields.Count}")), source, Known(field, source)));
        }
    }

    /// <summary>The columns that make them.</summary>
    public IReadOnlyList<PartitionColumn> Columns => [.. fields.OfType<PartitionColumn>()];

    /// <summary>The values as texts that <see cref="ValuesOf"/> understands.</summary>
    public IEnumerable<string> Texts => Columns.Select(column => EngineValue.Text(column.Type, column.Name));

    /// <summary>Values of the spec's fields from a row that begins with the texts.</summary>
    public IReadOnlyList<object?> ValuesOf(object?[] row)
    {
        var at = 0;
        return [.. fields.Select(column => column is null || row[at++] is not string text ? null : EngineValue.Parse(column.Type, text))];
    }

    private static Transform Known(PartitionField field, FieldSql source) => field.Transform is not Transform.Unknown && field.Transform.Takes(source.Type)
        ? field.Transform
        : throw new FaultException(Fault.Invalid(
            "lake.partition_refused", $"Nothing can be written into the partitions {field.Transform} of column {source.Name}.", field.Name,
            "Give the table other partitions."));
}

/// <summary>A partition value as a column.</summary>
/// <param name="Name">Its name, quoted.</param>
/// <param name="Source">The column that it is made of.</param>
/// <param name="Transform">How.</param>
internal sealed record PartitionColumn(string Name, FieldSql Source, Transform Transform)
{
    /// <summary>Type of the value.</summary>
    public IcebergType.Primitive Type => Transform.ResultType(Source.Type);

    /// <summary>The expression; null where the engine has none.</summary>
    public string? Sql => Transform.Sql(Source.Sql, Source.Type);
}
