using System.Text.RegularExpressions;
using Talentys.Contracts;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Query.Functions;
using Talentys.Query.Lineage.Flows;
using Talentys.Query.Public;
using Talentys.Query.Syntax;
using Talentys.Query.SystemTables;

namespace Talentys.Query.Stubs;

/// <summary>
/// Views without rows in place of tables, in the parser's engine, which holds nothing else and may read nothing. A column of unknown type is tried with several:
/// only what fails with all of them in the same way is certain, and a type is known that all of them lead to.
/// </summary>
internal sealed partial class StubTables(SqlParser parser) : IDisposable
{
    /// <summary>Types that an unknown column is tried with; the first suits every function.</summary>
    private static readonly string[] Tried = ["\"NULL\"", "VARCHAR", "BIGINT", "DATE", "TIMESTAMP"];

    /// <summary>What the engine says where the true type or the true columns of a table could help.</summary>
    private static readonly string[] Uncertain =
    [
        "Ambiguous reference", "Could not choose a best candidate", "Referenced column", "Referenced table", "does not have a column named", "same number of result columns", "Cannot extract field", "can only be used on",
        "Could not find key", "No matching columns", "Failed to bind", "Table with name", "UNNEST", "Could not determine", "not in FROM clause", "table reference",
    ];

    private const int MostRows = 100_000;

    private static readonly TimeSpan LongestConstant = TimeSpan.FromSeconds(5);

    private DuckConnection? connection;

    public async Task<(SqlFinding? Finding, IReadOnlyList<(string Column, string Type)>? Columns)> BindAsync(
        string sql, IReadOnlyList<TableReference> tables, LineageCatalog catalog, LineageAnswer lineage, CancellationToken cancellationToken)
    {
        connection ??= parser.Connect();
        var wanted = tables.Where(table => !table.Cte && !SystemTableNames.IsSystem(table.Schema)).DistinctBy(table => (table.Schema?.ToUpperInvariant(), table.Name.ToUpperInvariant()))
            .Select(table => Stub.Of(table, catalog, lineage)).ToList();
        var unknown = wanted.Any(table => table.HasUnknown);
        var outcomes = new List<Outcome>();
        foreach (var type in unknown ? Tried : Tried[..1])
        {
            outcomes.Add(await TryAsync(sql, wanted, type, cancellationToken));
            var bound = outcomes.Count(outcome => outcome.Fault is null);
            if (bound == 2 || (bound == 1 && outcomes[0].Fault is not null))
            {
                break; // two tell which types do not hang on it; and what binds with some type may well run
            }
        }

        var good = outcomes.Where(outcome => outcome.Fault is null).ToList();
        if (good.Count == 0)
        {
            return (Certain(outcomes, unknown), null);
        }

        var columns = good[0].Columns.Select((column, i) =>
            (column.Name, (good.Count > 1 || !unknown) && good.TrueForAll(other => other.Columns[i].Type == column.Type) && !column.Type.Contains("\"NULL\"", StringComparison.Ordinal) ? column.Type : ""));
        return (null, [.. columns]);
    }

    /// <summary>The first rows of a statement that reads no table; null where it fails, or takes longer than a template should wait.</summary>
    public async Task<(IReadOnlyList<string> Columns, IReadOnlyList<object?[]> Rows)?> RowsAsync(string sql, CancellationToken cancellationToken)
    {
        connection ??= parser.Connect();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(LongestConstant);
        try
        {
            await using var result = await connection.QueryAsync(sql, [], deadline.Token);
            var rows = new List<object?[]>();
            while (rows.Count < MostRows && await result.NextAsync(deadline.Token) is { } batch)
            {
                using (batch)
                {
                    rows.AddRange(Enumerable.Range(0, batch.Length).Select(row => ArrowValues.Row(batch, row)));
                }
            }

            return ([.. result.Schema.FieldsList.Select(field => field.Name)], rows);
        }
        catch (Exception failure) when (failure is FaultException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    public void Dispose()
    {
        connection?.Dispose();
    }

    private async Task<Outcome> TryAsync(string sql, List<Stub> tables, string type, CancellationToken cancellationToken)
    {
        foreach (var table in tables)
        {
            await connection!.ExecuteAsync($"create schema if not exists {SqlText.Quote(table.Schema)}", cancellationToken);
            await connection.ExecuteAsync($"create or replace view {SqlText.Quote(table.Schema)}.{SqlText.Quote(table.Name)} as select {table.Columns(type)}", cancellationToken);
        }

        try
        {
            var rows = await connection!.RowsAsync($"describe select * from (\n{sql}\n) as bound", [], cancellationToken);
            return new Outcome([.. rows.Select(row => ((string)row[0]!, (string)row[1]!))], null);
        }
        catch (FaultException failure)
        {
            return new Outcome([], failure.Fault);
        }
    }

    private static SqlFinding? Certain(List<Outcome> outcomes, bool unknown)
    {
        var fault = outcomes[0].Fault!;
        if (fault.Code != "engine.sql_error" || (unknown && (Array.Exists(Uncertain, part => fault.Message.Contains(part, StringComparison.Ordinal)) || outcomes.Exists(outcome => Gist(outcome.Fault!) != Gist(fault)))))
        {
            return null;
        }

        var place = TextPlace.TryRead(fault.Place, out var line, out var column) && line > 1 ? TextPlace.At(line - 1, column) : null;
        var told = Sort().Replace(fault.Message, "");
        var missing = Missing().Match(told);
        if (missing.Success && missing.Groups[1].Value == "Function" && AllowedFunctions.Contains(missing.Groups[2].Value))
        {
            return null; // a function of the query path
        }

        return missing.Success
            ? new SqlFinding(missing.Groups[1].Value == "Type" ? SqlFindingKind.Type : SqlFindingKind.Function, missing.Groups[2].Value.ToLowerInvariant(), $"There is no {missing.Groups[1].Value.ToLowerInvariant()} {missing.Groups[2].Value}.", place, null)
            : new SqlFinding(SqlFindingKind.Shape, NoMatch().Match(told) is { Success: true } call ? call.Groups[1].Value : "", told.EndsWith('.') || told.EndsWith('!') ? told : told + ".", place, fault.Mend);
    }

    /// <summary>What is said, without the types and names that differ from try to try.</summary>
    private static string Gist(Fault fault) => Varying().Replace(fault.Message, "") + fault.Place;

    [GeneratedRegex(@"^\w+ error: ", RegexOptions.IgnoreCase)]
    private static partial Regex Sort();

    [GeneratedRegex(@"(Type|Function) with name ""?(\w+)""? (?:does not exist|is not)")]
    private static partial Regex Missing();

    [GeneratedRegex(@"arguments? types? '(\w+)\(")]
    private static partial Regex NoMatch();

    [GeneratedRegex(@"\([^)]*\)|\b(?:VARCHAR|BIGINT|DATE|TIMESTAMP|INTEGER|INT32|INTEGER_LITERAL|STRING_LITERAL|""NULL"")(?:\[\])*")]
    private static partial Regex Varying();

    private sealed record Outcome(IReadOnlyList<(string Name, string Type)> Columns, Fault? Fault);

    private sealed record Stub(string Schema, string Name, IReadOnlyList<(string Column, string Type)> Known, bool IsWhole)
    {
        public bool HasUnknown => !IsWhole || Known.Any(column => column.Type.Length == 0);

        public static Stub Of(TableReference table, LineageCatalog catalog, LineageAnswer lineage)
        {
            var schema = table.Schema ?? TableName.DefaultSchema;
            foreach (var (written, columns) in catalog.Tables)
            {
                var parts = SqlNames.Parts(written);
                if (SqlNames.Same(parts[^1], table.Name) && SqlNames.Same(parts.Count > 1 ? parts[^2] : TableName.DefaultSchema, schema))
                {
                    return new Stub(schema, table.Name, columns, true);
                }
            }

            var shown = table.Schema is null ? table.Name : $"{table.Schema}.{table.Name}";
            return new Stub(
                schema, table.Name, [.. lineage.Reads.Where(read => SqlNames.Same(read.Key, shown)).SelectMany(read => read.Value).Where(column => column is not ("*" or "")).Distinct(SqlNames.Comparer).Select(column => (column, ""))], false);
        }

        public string Columns(string type) => Known.Count == 0 ? "1 as __talentys"
            : string.Join(", ", Known.Select(column => $"cast(null as {(column.Type.Length > 0 ? column.Type : type)}) as {SqlText.Quote(column.Column)}"));
    }
}
