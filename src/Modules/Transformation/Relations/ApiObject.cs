using Talentys.Jinja.Public;

namespace Talentys.Transformation.Relations;

/// <summary><c>api</c>: makes relations and columns.</summary>
internal static class ApiObject
{
    public static PyDict Instance { get; } = new([new("Relation", Relations()), new("Column", ColumnFactory.Instance)]);

    private static PyDict Relations() => new(
    [
        new("Table", "table"), new("View", "view"), new("CTE", "cte"), new("MaterializedView", "materialized_view"), new("External", "external"),
        new("create", new JinjaFunction("create", arguments =>
        {
            var bound = arguments.Bind("create", "database?", "schema?", "identifier?", "type?", "quote_policy?");
            string? Told(int at) => ReferenceEquals(bound[at], JinjaArguments.Missing) ? null : bound[at] as string;
            return new Relation(Told(0), Told(1), Told(2), Told(3));
        })),
    ]);
}
