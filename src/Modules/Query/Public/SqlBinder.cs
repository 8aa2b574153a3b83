using Talentys.Kernel;
using Talentys.Query.Stubs;
using Talentys.Query.Functions;
using Talentys.Query.Lineage.Statements;
using Talentys.Query.Statements;
using Talentys.Query.Syntax;
using Talentys.Query.SystemTables;

namespace Talentys.Query.Public;

/// <summary>
/// Binds statements without a server and without a lake, against tables of which little may be known: a table that the catalog has not may
/// have any column of any type. What is told is certain whatever these are. One statement at a time.
/// </summary>
public sealed class SqlBinder : IDisposable
{
    private readonly SqlParser parser = new();
    private readonly StubTables stubs;

    /// <summary>Whether a table may be named with its environment. What such a statement gives is not known here, where that is not.</summary>
    public bool KnowsEnvironments { get; init; }

    /// <summary>Without any table yet.</summary>
    public SqlBinder() => stubs = new StubTables(parser);

    /// <summary>Reads one statement that only reads.</summary>
    public async Task<SqlBinding> BindAsync(string sql, LineageCatalog catalog, CancellationToken cancellationToken)
    {
        if (!StatementText.Read(sql).TryGet(out var text, out var faults))
        {
            return new SqlBinding([.. faults.Select(Unread)], null);
        }

        if (!(await parser.ParseAsync(text, cancellationToken)).TryGet(out var facts, out faults))
        {
            // values of a pivot are found in its rows
            return new SqlBinding([.. faults.Where(fault => fault.Code != "query.pivot_values").Select(Unread)], null);
        }

        var findings = facts.Functions.Where(call => !AllowedFunctions.Contains(call.Name) && SystemDefinitions.Macro(call.Name) is null)
            .Select(call => new SqlFinding(SqlFindingKind.Function, call.Name, $"There is no function {call.Name}.", Place(text, call.Location), null)).ToList();
        findings.AddRange(facts.Unknown.Select(one => new SqlFinding(SqlFindingKind.Syntax, "", $"{one.Sort} is not supported.", Place(text, one.Location), null)));
        findings.AddRange(facts.Tables.Where(table => table.Catalog is not null && !KnowsEnvironments).DistinctBy(table => table.Catalog).Select(table => new SqlFinding(
            SqlFindingKind.Name, "", $"The database {table.Catalog} is named, and there is only the lake.", Place(text, table.Location), "Write schema.table, or source().")));
        LineageAnswer lineage;
        try
        {
            lineage = await new LineageReader(parser).ReadAsync(text.Sql, catalog, new LineageOptions(), cancellationToken);
        }
        catch (FaultException failure)
        {
            findings.AddRange(failure.Faults.Where(fault => fault.Code.StartsWith("lineage.column_", StringComparison.Ordinal) || fault.Code == "lineage.table_not_here")
                .Select(fault => new SqlFinding(SqlFindingKind.Name, "", fault.Message, fault.Place, fault.Mend)));
            return new SqlBinding(findings, null);
        }

        var named = lineage.Columns.Any(column => column.Column is "*" or "") ? null : lineage.Columns.Select(column => (column.Column, "")).ToList();
        // tables at a version, tables of the system and words that tell who asks mean something to the query path alone
        if (findings.Count > 0 || facts.Words.Count > 0 || facts.Tables.Exists(table => table.At is not null || table.Catalog is not null || SystemTableNames.IsSystem(table.Schema)))
        {
            return new SqlBinding(findings, named) { Lineage = lineage };
        }

        var (finding, columns) = await stubs.BindAsync(text.Sql, facts.Tables, catalog, lineage, cancellationToken);
        return new SqlBinding(finding is null ? [] : [finding], named is null ? null : columns ?? named) { Lineage = lineage };
    }

    /// <summary>The rows of a statement that reads no table; null where it reads one, or cannot run.</summary>
    public async Task<(IReadOnlyList<string> Columns, IReadOnlyList<object?[]> Rows)?> ConstantAsync(string sql, CancellationToken cancellationToken)
    {
        if (!StatementText.Read(sql).TryGet(out var text, out _) || !(await parser.ParseAsync(text, cancellationToken)).TryGet(out var facts, out _)
            || facts.Tables.Count > 0 || facts.Unknown.Count > 0 || facts.Show != ShowListing.None || !facts.Functions.TrueForAll(call => AllowedFunctions.Contains(call.Name) && !AllowedFunctions.Explodes(call.Name, call.Constants)))
        {
            return null;
        }

        return await stubs.RowsAsync(text.Sql, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        stubs.Dispose();
        parser.Dispose();
    }

    private static SqlFinding Unread(Fault fault) => new(SqlFindingKind.Syntax, "", fault.Message, fault.Place, fault.Mend);

    private static string? Place(StatementText text, long? location) => location is { } at ? text.PlaceOfByte(at) : null;
}
