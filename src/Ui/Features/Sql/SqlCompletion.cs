using Talentys.Contracts;
using Talentys.Ui.Api;
using Talentys.Ui.Features.Catalog;
using Talentys.Ui.Kit;
using Talentys.Ui.Shell;

namespace Talentys.Ui.Features.Sql;

/// <summary>What could stand at the cursor of a statement: columns of its tables, tables, schemas, functions, keywords.</summary>
public sealed class SqlCompletion(TablesClient tables, ResultsClient results, ApiClient api)
{
    private const int MostTables = 100;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(60);
    private readonly Dictionary<string, (long At, IReadOnlyList<TableColumn> Columns)> known = [];
    private IReadOnlyList<SqlFunction>? functions;
    private (long At, string Environment, IReadOnlyList<SchemaListItem> Schemas)? schemas;

    /// <summary>Completes at a place; null for nothing.</summary>
    public async Task<CodeCompletions?> CompleteAsync(CodePlace place, CancellationToken cancellationToken)
    {
        var scope = SqlScope.At(place.Text, place.Position);
        if (scope is null)
        {
            return null;
        }

        var found = new List<CodeCompletion>();
        var whole = scope.Path.Count == 0
            ? await AnyAsync(scope, found, cancellationToken)
            : await BelowAsync(scope, found, cancellationToken);
        return found.Count == 0 ? null : new CodeCompletions(scope.From, whole, found);
    }

    // after a dot: what the name before it has
    private async Task<bool> BelowAsync(SqlScope scope, List<CodeCompletion> found, CancellationToken cancellationToken)
    {
        if (scope.Path.Count == 2)
        {
            AddColumns(found, await ColumnsAsync(scope.Path[0], scope.Path[1], cancellationToken), scope, null);
            return true;
        }

        var name = scope.Path[0];
        foreach (var table in scope.Tables.Where(table => Same(table.Alias ?? table.Name, name)))
        {
            AddColumns(found, await ColumnsAsync(table, cancellationToken), scope, null);
        }

        if (found.Count > 0)
        {
            return true;
        }

        var window = await TablesAsync(scope.Prefix, name, cancellationToken);
        found.AddRange(window.Items.Select(table => new CodeCompletion(table.Name, "class", Apply: scope.Quote(table.Name))));
        return window.Items.Count == window.Total;
    }

    private async Task<bool> AnyAsync(SqlScope scope, List<CodeCompletion> found, CancellationToken cancellationToken)
    {
        if (!scope.WantsTable)
        {
            foreach (var table in scope.Tables)
            {
                AddColumns(found, await ColumnsAsync(table, cancellationToken), scope, table.Alias ?? table.Name);
            }

            found.AddRange(scope.Tables.Where(table => table.Alias is not null).Select(table => new CodeCompletion(table.Alias!, "variable", table.Name, scope.Quote(table.Alias!))));
        }

        found.AddRange(scope.Names.Select(name => new CodeCompletion(name, "class", "with", scope.Quote(name), Boost: 30)));
        var window = await TablesAsync(scope.Prefix, "", cancellationToken);
        found.AddRange(window.Items.Select(table => new CodeCompletion(
            table.Name, "class", table.Schema, $"{Addresses.Quoted(table.Schema)}.{Addresses.Quoted(table.Name)}", Boost: scope.WantsTable ? 20 : 0)));
        foreach (var schema in await SchemasAsync(cancellationToken))
        {
            found.Add(new CodeCompletion(schema.Name, "namespace", Apply: scope.Quote(schema.Name), Boost: scope.WantsTable ? 10 : -5));
        }

        if (!scope.IsQuoted)
        {
            foreach (var function in await FunctionsAsync(cancellationToken))
            {
                if (scope.WantsTable == (function.Kind == "table"))
                {
                    found.Add(new CodeCompletion(function.Name, "function", Parameters(function), function.Name + "(", function.Description, -10));
                }
            }

            found.AddRange(SqlKeywords.All.Select(word => new CodeCompletion(word, "keyword", Boost: -20)));
        }

        return window.Items.Count == window.Total;
    }

    private static void AddColumns(List<CodeCompletion> found, IReadOnlyList<TableColumn> columns, SqlScope scope, string? of) =>
        found.AddRange(columns.Select(column => new CodeCompletion(
            column.Name, "property", of is null ? column.Type : $"{column.Type} · {of}", scope.Quote(column.Name), column.Description, 40)));

    private static string? Parameters(SqlFunction function)
    {
        var bracket = function.Signature.IndexOf('(', StringComparison.Ordinal);
        var text = bracket < 0 ? function.Signature : function.Signature[bracket..];
        return text.Length > 48 ? text[..47] + "…" : text;
    }

    private async Task<IReadOnlyList<TableColumn>> ColumnsAsync(SqlTable table, CancellationToken cancellationToken)
    {
        if (table.Schema is { } schema)
        {
            return await ColumnsAsync(schema, table.Name, cancellationToken);
        }

        // a bare name: the one table that is called so
        var named = (await TablesAsync(table.Name, "", cancellationToken)).Items.Where(item => Same(item.Name, table.Name)).ToList();
        return named is [var one] ? await ColumnsAsync(one.Schema, one.Name, cancellationToken) : [];
    }

    private async Task<IReadOnlyList<TableColumn>> ColumnsAsync(string schema, string table, CancellationToken cancellationToken)
    {
        var key = $"{api.Environment}\n{schema}\n{table}".ToUpperInvariant();
        if (known.TryGetValue(key, out var kept) && TimeProvider.System.GetElapsedTime(kept.At) < Fresh)
        {
            return kept.Columns;
        }

        var columns = await OrNoneAsync(async () => (await tables.ShowAsync(schema, table, cancellationToken)).Columns, []);
        known[key] = (TimeProvider.System.GetTimestamp(), columns);
        return columns;
    }

    private Task<ListWindow<TableListItem>> TablesAsync(string prefix, string schema, CancellationToken cancellationToken) =>
        OrNoneAsync(() => tables.ListAsync(new ListQuery(prefix, "name", false, 0, MostTables), schema, cancellationToken), new ListWindow<TableListItem>([], 0));

    private async Task<IReadOnlyList<SchemaListItem>> SchemasAsync(CancellationToken cancellationToken)
    {
        if (schemas is not { } kept || kept.Environment != api.Environment || TimeProvider.System.GetElapsedTime(kept.At) > Fresh)
        {
            schemas = kept = (TimeProvider.System.GetTimestamp(), api.Environment, await OrNoneAsync(() => tables.SchemasAsync(cancellationToken), []));
        }

        return kept.Schemas;
    }

    private async Task<IReadOnlyList<SqlFunction>> FunctionsAsync(CancellationToken cancellationToken)
    {
        if (functions is not { Count: > 0 })
        {
            functions = await OrNoneAsync(() => results.FunctionsAsync(cancellationToken), []);
        }

        return functions;
    }

    // what cannot be asked is not proposed: completing is a comfort, and running tells what is wrong
    private static async Task<T> OrNoneAsync<T>(Func<Task<T>> read, T none)
    {
        try
        {
            return await read();
        }
        catch (ApiException)
        {
            return none;
        }
    }

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
