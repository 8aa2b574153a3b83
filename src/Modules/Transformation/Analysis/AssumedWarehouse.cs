using Talentys.Query.Public;
using Talentys.Transformation.Relations;

namespace Talentys.Transformation.Analysis;

/// <summary>Answers templates before anything runs, or where there is no lake: what is known of relations, else nothing, and takes note that it was asked.</summary>
internal sealed class AssumedWarehouse(string environment, KnownRelations known, SqlBinder binder, CancellationToken cancellation) : Warehouse(environment, static _ => { })
{
    /// <summary>What it was asked first and did not know; null where all was known.</summary>
    public string? Asked { get; private set; }

    public override QueryTable Ask(string text, params IReadOnlyList<object?> parameters)
    {
        if (parameters.Count == 0 && WaitedWork.Of(() => binder.ConstantAsync(text, cancellation)) is { } answer)
        {
            return new QueryTable(answer.Columns, [.. answer.Rows.Select(row => row.Select(TemplateValues.Of).ToArray())]);
        }

        Asked ??= "rows of a statement (run_query)";
        return QueryTable.Empty;
    }

    public override Relation? Find(string? schema, string? identifier)
    {
        var found = known.Find(new Relation(Environment, schema, identifier, null));
        if (found is null && !known.Covers(schema, identifier))
        {
            Asked ??= $"whether there is {schema}.{identifier}";
        }

        return found;
    }

    public override IEnumerable<Relation> All(string? schema)
    {
        Asked ??= $"the tables of the schema {schema}";
        return known.Relations.Where(relation => string.Equals(relation.Schema, schema, StringComparison.OrdinalIgnoreCase));
    }

    public override IReadOnlyList<RelationColumn> Columns(string sql)
    {
        Asked ??= "the columns of a statement";
        return [];
    }

    public override IEnumerable<RelationColumn> Columns(Relation relation)
    {
        if (known.Columns(relation) is not { } columns)
        {
            Asked ??= $"the columns of {relation.Schema}.{relation.Identifier}";
            return [];
        }

        return columns.Select(column => column.Type.Length > 0 ? new RelationColumn(column.Column, column.Type)
            : new RelationColumn(column.Column, "VARCHAR") { TypeAsked = () => Asked ??= $"the types of the columns of {relation.Schema}.{relation.Identifier}" });
    }
}
