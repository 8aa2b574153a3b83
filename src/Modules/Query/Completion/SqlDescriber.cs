using System.Globalization;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Query.Functions;
using Talentys.Query.Listings;
using Talentys.Query.Stages;

namespace Talentys.Query.Completion;

/// <summary>Tells what a name of a text is, as the caller sees it, and which function a place is inside of.</summary>
internal sealed class SqlDescriber(VisibleNames names, FunctionCatalog functions, Viewers viewers)
{
    /// <summary>What stands at a place; null where nothing is known of it.</summary>
    public async Task<SqlDescription?> DescribeAsync(QueryInFlight query, int position, CancellationToken cancellationToken)
    {
        await viewers.EnterAsync(query, cancellationToken);
        var (start, end) = TypedPlace.StatementAt(query.Order.Sql, position);
        var sql = query.Order.Sql[start..end];
        var tokens = SqlTokenizer.Tokens(sql);
        var at = tokens.FindIndex(token => token.Start <= position - start && position - start < token.End);
        at = at >= 0 && IsName(tokens[at]) ? at : tokens.FindIndex(token => token.End == position - start);
        if (at < 0 || tokens[at].Kind is not (SqlTokenKind.Word or SqlTokenKind.QuotedName))
        {
            return null;
        }

        List<string> path = [];
        for (var before = at - 2; before >= 0 && sql[tokens[before + 1].Start] == '.' && tokens[before + 1].Kind == SqlTokenKind.Symbol && IsName(tokens[before]); before -= 2)
        {
            path.Insert(0, SqlIdentifiers.Of(sql, tokens[before]));
        }

        var name = SqlIdentifiers.Of(sql, tokens[at]);
        var place = new BlockReader(sql, tokens, tokens[at].Start).Read();
        var (from, to) = (start + tokens[at].Start, start + tokens[at].End);
        if (at + 1 < tokens.Count && tokens[at + 1].Kind == SqlTokenKind.Symbol && sql[tokens[at + 1].Start] == '(' && await SignaturesAsync(name, cancellationToken) is { Count: > 0 } ways)
        {
            return new SqlDescription(from, to, "function", name, null, ways.Select(way => way.Description).FirstOrDefault(text => text is not null), null, [.. ways.Select(way => way.Signature)]);
        }

        var known = new ScopeColumns(query, names);
        return place.WantsSource
            ? await TableAsync(known, place.Block, path, name, from, to, cancellationToken)
            : await ColumnAsync(known, place, path, name, from, to, cancellationToken) ?? await TableAsync(known, place.Block, path, name, from, to, cancellationToken);
    }

    /// <summary>The call that a place is inside of; null for none.</summary>
    public async Task<SqlCallSignature?> CallAsync(string text, int position, CancellationToken cancellationToken)
    {
        var (start, end) = TypedPlace.StatementAt(text, position);
        var sql = text[start..end];
        Stack<(SqlToken? Name, int Argument)> open = [];
        SqlToken? before = null;
        foreach (var token in SqlTokenizer.Tokens(sql).TakeWhile(token => token.End <= position - start))
        {
            if (token.Kind == SqlTokenKind.Symbol)
            {
                switch (sql[token.Start])
                {
                    case '(':
                        open.Push((before is { } name && IsName(name) && name.End == token.Start ? name : null, 0));
                        break;
                    case '[' or '{':
                        open.Push((null, 0));
                        break;
                    case ')' or ']' or '}':
                        open.TryPop(out _);
                        break;
                    case ',' when open.TryPop(out var call):
                        open.Push((call.Name, call.Argument + 1));
                        break;
                }
            }

            before = token;
        }

        foreach (var call in open)
        {
            if (call.Name is { } name)
            {
                var ways = await SignaturesAsync(SqlIdentifiers.Of(sql, name), cancellationToken);
                return ways.Count == 0 ? null : new SqlCallSignature(
                    start + name.Start, ways[0].Name, [.. ways.Select(way => way.Signature)], ways.Select(way => way.Description).FirstOrDefault(told => told is not null), call.Argument);
            }
        }

        return null;
    }

    private static async Task<SqlDescription?> ColumnAsync(
        ScopeColumns known, QueryPlace place, List<string> path, string name, int from, int to, CancellationToken cancellationToken)
    {
        for (var block = place.Block; block is not null; block = block.IsCorrelated ? block.Outer : null)
        {
            foreach (var source in block.Sources.Where(source => ScopeColumns.Is(source, path)))
            {
                if ((await known.OfAsync(block, source, cancellationToken)).FirstOrDefault(column => Same(column.Name, name)) is { } column)
                {
                    var whole = source.Called.Length == 0 ? column.Name : $"{source.Called}.{column.Name}";
                    return new SqlDescription(from, to, "column", whole, column.Type, column.Comment, column.Mask, []);
                }
            }
        }

        return null;
    }

    private static async Task<SqlDescription?> TableAsync(
        ScopeColumns known, QueryBlock block, List<string> path, string name, int from, int to, CancellationToken cancellationToken)
    {
        if (path.Count == 0 && ScopeColumns.Named(block, name) is not null)
        {
            return new SqlDescription(from, to, "query", name, null, null, null, []);
        }

        for (var at = block; path.Count == 0 && at is not null; at = at.Outer)
        {
            if (at.Sources.FirstOrDefault(source => source.Alias is { } alias && Same(alias, name)) is { } source)
            {
                var table = await known.TableAsync(at, source, cancellationToken);
                return new SqlDescription(from, to, "alias", name, table?.Name.ToString(), table?.Comment, null, []);
            }
        }

        var wanted = new TableName(path.Count > 0 ? path[^1] : SchemaOf(block, name) ?? TableName.DefaultSchema, name);
        return await known.TableAsync(wanted, cancellationToken) is { } found
            ? new SqlDescription(from, to, found.IsView ? "view" : "table", found.Name.ToString(), found.Columns.Count.ToString(CultureInfo.InvariantCulture), found.Comment, null, [])
            : null;
    }

    // orders of "from shop.orders where orders.id = 1"
    private static string? SchemaOf(QueryBlock block, string name) => block.Sources.FirstOrDefault(source => source.Alias is null && Same(source.Name, name))?.Schema;

    private async Task<IReadOnlyList<SqlFunction>> SignaturesAsync(string name, CancellationToken cancellationToken) =>
        [.. (await functions.AllAsync(cancellationToken)).Where(function => Same(function.Name, name))];

    private static bool IsName(SqlToken token) => token.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName;

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
