using Talentys.Jinja.Public;
using Talentys.Transformation.Relations;

namespace Talentys.Transformation.Analysis;

/// <summary>What templates are answered before anything runs: what is known of relations. All else would need the lake, and ends the template.</summary>
internal sealed class KnownWarehouse(string environment, KnownRelations known) : Warehouse(environment, static _ => { })
{
    /// <summary>Kind of the failure of a template that asks for more than is known.</summary>
    public const string UnknownKind = "NotKnownYet";

    public override QueryTable Ask(string text, params IReadOnlyList<object?> parameters) => throw new JinjaException(UnknownKind, "only the lake can tell");

    public override Relation? Find(string? schema, string? identifier) => known.Find(new Relation(Environment, schema, identifier, null));

    public override IEnumerable<Relation> All(string? schema) => known.Relations.Where(relation => string.Equals(relation.Schema, schema, StringComparison.OrdinalIgnoreCase));

    public override IEnumerable<RelationColumn> Columns(Relation relation) =>
        known.Columns(relation) is { } columns && columns.All(column => column.Type.Length > 0) ? columns.Select(column => new RelationColumn(column.Column, column.Type)) : base.Columns(relation);
}
