using Talentys.Contracts;
using Talentys.Query.Functions;
using Talentys.Query.Listings;
using Talentys.Query.Public;
using Talentys.Query.Stages;

namespace Talentys.Query.Completion;

/// <summary>Proposes what could stand at a place of a text: what its queries have there, and what the caller may see.</summary>
internal sealed class SqlCompleter(VisibleNames names, FunctionCatalog functions, Viewers viewers)
{
    private const int MostTables = 200;
    private const int MostFunctions = 80;
    private const int MostColumns = 3000;

    /// <summary>Proposes for the text of an order.</summary>
    public async Task<SqlCompletions> CompleteAsync(QueryInFlight query, int position, CancellationToken cancellationToken)
    {
        await viewers.EnterAsync(query, cancellationToken);
        if (TypedPlace.Of(query.Order.Sql, position) is not { } text)
        {
            return new SqlCompletions(position, true, []);
        }

        var place = new BlockReader(text.Statement, text.Tokens, text.At).Read();
        var found = new Found(query, text, place, new ScopeColumns(query, names));
        var whole = text.Path.Count > 0
            ? await BelowAsync(found, cancellationToken)
            : await AnyAsync(found, cancellationToken);
        return new SqlCompletions(
            text.From, whole, [.. found.Items.OrderByDescending(item => item.Rank).DistinctBy(item => (item.Label, item.Kind, item.Insert)).Take(MostColumns)]);
    }

    /// <summary>After a dot: what the name before it has.</summary>
    private async Task<bool> BelowAsync(Found found, CancellationToken cancellationToken)
    {
        var path = found.Text.Path;
        if (!found.Place.WantsSource)
        {
            for (var block = found.Place.Block; block is not null; block = block.IsCorrelated ? block.Outer : null)
            {
                foreach (var source in block.Sources.Where(source => ScopeColumns.Is(source, path)))
                {
                    found.Add(await found.Columns.OfAsync(block, source, cancellationToken), null, 40);
                }

                if (found.Items.Count > 0)
                {
                    return true;
                }
            }
        }

        if (path.Count > 1)
        {
            if (await found.Columns.TableAsync(new Kernel.TableName(path[^2], path[^1]), cancellationToken) is { } table && !found.Place.WantsSource)
            {
                found.Add(table.Columns, null, 40);
            }

            return true;
        }

        var (tables, whole) = await names.ListAsync(found.Query, path[0], found.Text.Prefix, MostTables, cancellationToken);
        found.Items.AddRange(tables.Select(table => new SqlProposal(table.Name.Name, table.IsView ? "view" : "table", found.Name(table.Name.Name), Rank: 20)));
        return whole && found.Text.Prefix.Length == 0;
    }

    private async Task<bool> AnyAsync(Found found, CancellationToken cancellationToken)
    {
        var (text, place) = (found.Text, found.Place);
        if (place.Clause == QueryClause.Using)
        {
            await SharedAsync(found, cancellationToken);
            return true;
        }

        if (!place.WantsSource)
        {
            await JoinConditions.AddAsync(found, cancellationToken);
            await ColumnsAsync(found, cancellationToken);
        }

        var rank = place.WantsSource ? 30 : -8;
        for (var block = place.Block; block is not null; block = block.Outer)
        {
            found.Items.AddRange(block.Names.Select(named => new SqlProposal(named.Name, "query", found.Name(named.Name), "with", Rank: rank)));
        }

        var whole = true;
        if (place.WantsSource || text.Prefix.Length > 0)
        {
            var (tables, all) = await names.ListAsync(found.Query, null, text.Prefix, MostTables, cancellationToken);
            whole = all && text.Prefix.Length == 0;
            found.Items.AddRange(tables.Select(table => new SqlProposal(
                table.Name.Name, table.IsView ? "view" : "table", Insert(text, table.Name), table.Name.Schema, Rank: place.WantsSource ? 20 : -15)));
            found.Items.AddRange((await names.SchemasAsync(found.Query, cancellationToken)).Select(schema => new SqlProposal(
                schema, "schema", found.Name(schema), Rank: place.WantsSource ? 10 : -16)));
        }

        if (!text.IsQuoted)
        {
            whole &= await FunctionsAsync(found, cancellationToken);
            found.Items.AddRange(ClauseKeywords.Of(place).Select((word, i) => new SqlProposal(word, "keyword", word, Rank: Math.Max((place.BeginsTerm ? -10 : 5) - i, -60))));
        }

        return whole;
    }

    // a table of the default schema needs no schema before it
    private static string Insert(TypedPlace text, Kernel.TableName name) => text.IsQuoted
        ? $"{Kernel.SqlText.Quote(name.Schema)}.{Kernel.SqlText.Quote(name.Name)}"
        : string.Equals(name.Schema, Kernel.TableName.DefaultSchema, StringComparison.OrdinalIgnoreCase)
            ? SqlIdentifiers.Quoted(name.Name)
            : $"{SqlIdentifiers.Quoted(name.Schema)}.{SqlIdentifiers.Quoted(name.Name)}";

    private static async Task ColumnsAsync(Found found, CancellationToken cancellationToken)
    {
        var rank = 40;
        for (var block = found.Place.Block; block is not null; block = block.IsCorrelated ? block.Outer : null, rank -= 15)
        {
            var sources = new List<(QuerySource Source, IReadOnlyList<VisibleColumn> Columns)>();
            foreach (var source in block.Sources)
            {
                sources.Add((source, await found.Columns.OfAsync(block, source, cancellationToken)));
            }

            // a name that several of them have is written with its table
            var shared = block.Sources.SelectMany(source => source.Shared).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var several = sources.SelectMany(one => one.Columns.Select(column => column.Name).Distinct(StringComparer.OrdinalIgnoreCase))
                .GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1 && !shared.Contains(group.Key)).Select(group => group.Key)
                .ToHashSet(StringComparer.OrdinalIgnoreCase);
            foreach (var (source, columns) in sources)
            {
                var plain = columns.Where(column => !source.Shared.Contains(column.Name, StringComparer.OrdinalIgnoreCase));
                found.Add(plain, source.Called, rank, column => several.Contains(column) && source.Called.Length > 0);
            }

            if (found.Place.Clause is QueryClause.OrderBy or QueryClause.GroupBy or QueryClause.Having or QueryClause.Qualify && block == found.Place.Block)
            {
                found.Items.AddRange(block.Items.Where(item => item is { Alias: not null }).Select(item => new SqlProposal(item.Alias!, "column", found.Name(item.Alias!), item.Type, Rank: 45)));
            }

            found.Items.AddRange(block.Sources.Where(source => source.Called.Length > 0 && (source.Alias is not null || block.Sources.Count > 1)).Select(source =>
                new SqlProposal(source.Called, "alias", found.Name(source.Called), source.Alias is null || source.Query is not null ? null : source.Name, Rank: rank - 10)));
        }
    }

    /// <summary>Columns that the last table has with one before it.</summary>
    private static async Task SharedAsync(Found found, CancellationToken cancellationToken)
    {
        var block = found.Place.Block;
        if (block.Sources is not [.. var before, var last])
        {
            return;
        }

        var others = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var source in before)
        {
            others.UnionWith((await found.Columns.OfAsync(block, source, cancellationToken)).Select(column => column.Name));
        }

        found.Add((await found.Columns.OfAsync(block, last, cancellationToken)).Where(column => others.Contains(column.Name)), null, 40);
    }

    private async Task<bool> FunctionsAsync(Found found, CancellationToken cancellationToken)
    {
        var prefix = found.Text.Prefix;
        if (prefix.Length == 0 || found.Place.Clause == QueryClause.Start)
        {
            return false; // they come when something is typed
        }

        var all = (await functions.AllAsync(cancellationToken))
            .Where(function => function.Kind == "table" == found.Place.WantsSource && function.Name.Contains(prefix, StringComparison.OrdinalIgnoreCase))
            .GroupBy(function => function.Name)
            .OrderBy(function => !function.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)).ThenBy(function => function.Key.Length)
            .ToList();
        found.Items.AddRange(all.Take(MostFunctions).Select(function => new SqlProposal(
            function.Key, "function", function.Key + "(", ParametersOf(function.First(), function.Count()), function.Select(one => one.Description).FirstOrDefault(text => text is not null),
            Rank: function.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? -5 : -30)));
        return false;
    }

    private static string ParametersOf(SqlFunction function, int ways)
    {
        var bracket = function.Signature.IndexOf('(', StringComparison.Ordinal);
        var parameters = bracket < 0 ? function.Signature : function.Signature[bracket..];
        return (parameters.Length > 48 ? parameters[..47] + "…" : parameters) + (ways > 1 ? $" +{ways - 1}" : "");
    }
}

/// <summary>What is proposed for a request, so far.</summary>
internal sealed record Found(QueryInFlight Query, TypedPlace Text, QueryPlace Place, ScopeColumns Columns)
{
    public List<SqlProposal> Items { get; } = [];

    /// <summary>A name as it is written at the place.</summary>
    public string Name(string name) => Text.IsQuoted ? Kernel.SqlText.Quote(name) : SqlIdentifiers.Quoted(name);

    public void Add(IEnumerable<VisibleColumn> columns, string? of, int rank, Func<string, bool>? several = null) => Items.AddRange(columns.Select((column, i) => new SqlProposal(
        column.Name, "column", several?.Invoke(column.Name) == true && !Text.IsQuoted ? $"{SqlIdentifiers.Quoted(of!)}.{SqlIdentifiers.Quoted(column.Name)}" : Name(column.Name),
        column.Type, column.Comment, string.IsNullOrEmpty(of) ? null : of, column.Mask, rank)));
}
