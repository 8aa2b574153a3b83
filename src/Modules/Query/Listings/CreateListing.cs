using System.Globalization;
using System.Text;
using Talentys.Kernel;
using Talentys.Query.Stages;
using Talentys.Query.Syntax;
using Talentys.Query.Views;

namespace Talentys.Query.Listings;

/// <summary>Answers SHOW CREATE TABLE and SHOW CREATE VIEW, of what was bound and may be seen, as a composed SELECT.</summary>
internal sealed class CreateListing(SqlParser parser)
{
    public async Task<string> ComposeAsync(QueryInFlight query, CancellationToken cancellationToken)
    {
        var keywords = await parser.KeywordsAsync(cancellationToken);
        var (name, sql) = query.ViewNames is [var view, ..]
            ? (view.View.View.Name, view.View.View.Summary.ShowsTextTo(query.Principal, query.Access) ? ViewText(view.View.View, keywords) : null)
            : (query.References[0].Table.Name, TableText(query, query.References[0], keywords));
        return $"SELECT {SqlText.Literal(name.ToString())} AS name, {(sql is null ? "CAST(NULL AS VARCHAR)" : SqlText.Literal(sql))} AS sql";
    }

    private static string ViewText(StoredView view, IReadOnlySet<string> keywords) =>
        $"CREATE VIEW {Name(view.Name, keywords)}"
        + (view.Renames ? $" ({string.Join(", ", view.Columns.Select(column => Name(column.Name, keywords)))})" : "")
        + (view.Invoker ? " WITH (security_invoker = true)" : "")
        + $" AS\n{view.Sql};";

    private static string TableText(QueryInFlight query, BoundReference bound, IReadOnlySet<string> keywords)
    {
        var hidden = query.Restricted.TryGetValue(bound, out var access) ? access.Hidden : Principal.EmptySet;
        var columns = bound.Table.Columns.Where(column => !hidden.Contains(column.Name)).ToList();
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"CREATE TABLE {Name(bound.Table.Name, keywords)} (\n");
        text.AppendJoin(",\n", columns.Select(column => $"  {Name(column.Name, keywords)} {column.SqlType}{(column.Required ? " NOT NULL" : "")}"));
        text.Append("\n);");
        foreach (var column in columns.Where(column => column.Doc is { Length: > 0 }))
        {
            text.Append(CultureInfo.InvariantCulture, $"\nCOMMENT ON COLUMN {Name(bound.Table.Name, keywords)}.{Name(column.Name, keywords)} IS {SqlText.Literal(column.Doc!)};");
        }

        return text.ToString();
    }

    private static string Name(TableName name, IReadOnlySet<string> keywords) => $"{Name(name.Schema, keywords)}.{Name(name.Name, keywords)}";

    private static string Name(string name, IReadOnlySet<string> keywords) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_') && !keywords.Contains(name)
            ? name
            : SqlText.Quote(name);
}
