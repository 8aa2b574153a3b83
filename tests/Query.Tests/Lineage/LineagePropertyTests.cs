using System.Globalization;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Query.Lineage.Statements;
using Talentys.Query.Public;
using Talentys.Query.Syntax;

namespace Talentys.Query.Tests.Lineage;

/// <summary>
/// Nothing is left out: when the values of one column are changed, every column of a result that changes names it among its
/// sources or among what decides about it.
/// </summary>
public sealed class LineagePropertyTests : IDisposable
{
    private const int MostRows = 2000;

    private static readonly LineageCatalog Catalog = new(RandomQuery.Tables.ToDictionary(
        table => table.Key, table => (IReadOnlyList<(string, string)>)[.. table.Value.Select(column => (column, "INTEGER"))]));

    private readonly SqlParser parser = new();
    private readonly DuckInstance engine = DuckInstance.Open(new DuckOptions { MemoryBytes = 256L << 20, Threads = 1 });

    public void Dispose()
    {
        engine.Dispose();
        parser.Dispose();
    }

    [Fact]
    public Task What_changes_a_column_is_in_its_lineage() => CheckAsync(1, 60);

    [Fact]
    [Trait("Lane", "full")]
    public Task What_changes_a_column_is_in_its_lineage_for_many_queries() => CheckAsync(10_000, 1000);

    private async Task CheckAsync(int firstSeed, int count)
    {
        var token = TestContext.Current.CancellationToken;
        using var connection = engine.Connect();
        await connection.ExecuteAsync(
            """
            CREATE TABLE r1 AS SELECT * FROM (VALUES (0, 1, 2), (1, 1, 0), (2, 3, 1), (3, 0, 3), (1, 2, NULL)) AS x(a, b, c);
            CREATE TABLE r2 AS SELECT * FROM (VALUES (0, 2, 1), (1, 0, 3), (1, 3, 2), (3, 1, 0)) AS x(a, d, e);
            CREATE TABLE r3 AS SELECT * FROM (VALUES (0, 1), (1, 3), (2, 0), (3, NULL)) AS x(b, f);
            """, token);
        var (told, changes) = (0, 0);
        for (var seed = firstSeed; seed < firstSeed + count; seed++)
        {
            var sql = new RandomQuery(seed).Draw();
            IReadOnlyList<ColumnLineage>? lineage = null;
            try
            {
                lineage = (await new LineageReader(parser).ReadAsync(sql, Catalog, new LineageOptions { AllowUnknownTables = false }, token)).Columns;
            }
            catch (FaultException)
            {
                // an ambiguous name: the engine must refuse it too
            }

            var before = await ColumnsAsync(connection, sql, lineage?.Count ?? 0, token);
            Assert.True(lineage is not null || before is null, $"seed {seed}: refused here, not by the engine\n{sql}");
            if (lineage is null || before is null)
            {
                continue;
            }

            told++;
            foreach (var (table, columns) in RandomQuery.Tables)
            {
                foreach (var column in columns)
                {
                    var known = lineage.Select(one => one.Sources.Select(source => source.Name).Concat(one.Influences.Select(influence => influence.Name))
                        .Contains($"{table}.{column}")).ToList();
                    foreach (var change in new[] { $"(coalesce({column}, 0) + 1) % 4", $"CASE WHEN rowid % 2 = 0 THEN 7 ELSE {column} END", "NULL" })
                    {
                        await connection.ExecuteAsync($"BEGIN; UPDATE {table} SET {column} = {change};", token);
                        var after = await ColumnsAsync(connection, sql, lineage.Count, token);
                        await connection.ExecuteAsync("ROLLBACK", token);
                        for (var i = 0; after is not null && i < before.Count; i++)
                        {
                            var changed = before[i] != after[i];
                            changes += changed ? 1 : 0;
                            Assert.True(!changed || known[i], $"seed {seed}: {table}.{column} changes column {i}\n{sql}\nbefore {before[i]}\nafter  {after[i]}");
                        }
                    }
                }
            }
        }

        Assert.True(told > count / 2 && changes > count, $"{told} queries, {changes} changes");
    }

    /// <summary>The values of each column, in an order of their own; null when the engine refuses the query, or it has many rows.</summary>
    private static async Task<IReadOnlyList<string>?> ColumnsAsync(DuckConnection connection, string sql, int columns, CancellationToken token)
    {
        try
        {
            var rows = await connection.RowsAsync($"SELECT * FROM ({sql}) AS q LIMIT {MostRows + 1}", [], token);
            Assert.True(rows.Count == 0 || rows[0].Length == columns, $"{columns} columns are told\n{sql}");
            return rows.Count > MostRows ? null : [.. Enumerable.Range(0, columns).Select(i =>
                string.Join(',', rows.Select(row => Convert.ToString(row[i], CultureInfo.InvariantCulture)).Order(StringComparer.Ordinal)))];
        }
        catch (FaultException failure) when (failure.Fault.Code == "engine.sql_error")
        {
            return null;
        }
    }
}
