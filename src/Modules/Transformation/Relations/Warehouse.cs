using Talentys.Jinja.Public;

namespace Talentys.Transformation.Relations;

/// <summary>What templates ask and tell while a node is at work.</summary>
/// <param name="environment">Name of the environment: dbt's database.</param>
/// <param name="log">Where templates print to.</param>
internal abstract class Warehouse(string environment, Action<string> log)
{
    /// <summary>Kind of the failures of statements.</summary>
    public const string FailureKind = "DatabaseError";

    /// <summary>Name of the environment: dbt's database.</summary>
    public string Environment => environment;

    /// <summary>Statements that wait for the end of the transaction: what is told of a table cannot change with its rows in one.</summary>
    public List<string> Later { get; } = [];

    /// <summary>Where templates print to.</summary>
    public Action<string> Log => log;

    /// <summary>Runs the statements of a text, one after another; gives the rows of the last one.</summary>
    /// <exception cref="JinjaException">One was refused or failed.</exception>
    public abstract QueryTable Ask(string text, params IReadOnlyList<object?> parameters);

    /// <summary>A table or view; null when there is none of that name.</summary>
    public virtual Relation? Find(string? schema, string? identifier)
    {
        var found = Ask(
            "select table_schema, table_name, table_type from information_schema.tables where lower(table_schema) = lower(?) and lower(table_name) = lower(?)", schema, identifier);
        return found.Rows is [var row, ..] ? Of(row) : null;
    }

    /// <summary>Whether there is a table or view.</summary>
    public bool Has(Relation relation) => Find(relation.Schema, relation.Identifier) is not null;

    /// <summary>Names and types of what a statement gives.</summary>
    public virtual IReadOnlyList<RelationColumn> Columns(string sql) => [.. Ask($"describe {sql}").Rows.Select(row => new RelationColumn((string)row[0]!, (string)row[1]!))];

    /// <summary>The tables and views of a schema.</summary>
    public virtual IEnumerable<Relation> All(string? schema) =>
        Ask("select table_schema, table_name, table_type from information_schema.tables where lower(table_schema) = lower(?)", schema).Rows.Select(Of);

    /// <summary>The columns of a relation.</summary>
    public virtual IEnumerable<RelationColumn> Columns(Relation relation) =>
        Columns($"select * from {relation}");

    private Relation Of(object?[] row) =>
        Relation.Of(environment, (string)row[0]!, (string)row[1]!, (string)row[2]!);
}
