using Talentys.Query.Lineage.Tables;
using Talentys.Query.Public;
using Talentys.Query.Syntax;

namespace Talentys.Query.Lineage.Statements;

/// <summary>Reads scripts.</summary>
internal sealed class LineageReader(SqlParser parser) : ILineage
{
    public async Task<LineageAnswer> ReadAsync(string sql, LineageCatalog catalog, LineageOptions options, CancellationToken cancellationToken)
    {
        var tables = new TableStates(catalog, options);
        var warnings = new List<LineageWarning>();
        var trees = new ReadTree(parser, sql, tables, options, warnings);
        var written = new Written(tables);
        var script = new ScriptWalk(trees, tables, options, written, warnings);
        foreach (var statement in ScriptTokens.Statements(sql))
        {
            await script.ReadAsync(statement, cancellationToken);
        }

        var reads = written.Used.Union(trees.Named).Numbers().Select(tables.Source).GroupBy(source => source.Table, StringComparer.Ordinal)
            .Where(table => table.Key.Length > 0).OrderBy(table => table.Key, StringComparer.Ordinal)
            .ToDictionary(table => table.Key, table => (IReadOnlyList<string>)[.. table.Select(source => source.Column).Order(StringComparer.Ordinal)]);
        return new LineageAnswer(written.Columns(), reads, warnings);
    }
}
