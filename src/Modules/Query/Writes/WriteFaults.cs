using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Listings;
using Talentys.Query.Statements;

namespace Talentys.Query.Writes;

/// <summary>Failures of statements that write.</summary>
internal static class WriteFaults
{
    /// <summary>There is no such table.</summary>
    public static FaultException TableMissing(SplitStatement statement, SqlName name, IEnumerable<TableName> known) => new(new Fault(
        FaultKind.NotFound, "query.table_not_found", $"There is no table {name.Path}.", TextPlace.Of(statement.Sql, name.Span.Start),
        Similar.Of(name.Table, known) is { } similar ? $"Did you mean {similar}?" : "SHOW ALL TABLES lists what there is."));

    /// <summary>The table has no such column.</summary>
    public static FaultException ColumnMissing(SplitStatement statement, string column, SqlSpan span, LakeTable table) => new(new Fault(
        FaultKind.NotFound, "query.column_not_found", $"The table {table.Name} has no column {column}.", TextPlace.Of(statement.Sql, span.Start),
        $"It has {string.Join(", ", table.Columns.Take(20).Select(one => one.Name))}{(table.Columns.Count > 20 ? ", ..." : "")}."));

    /// <summary>A number of values that does not go with that of the columns.</summary>
    public static FaultException CountDiffers(SplitStatement statement, SqlSpan span, TableName table, int columns, int values) => new(Fault.Invalid(
        "query.column_count", $"{columns} {(columns == 1 ? "column" : "columns")} of {table} would get {values} {(values == 1 ? "value" : "values")}.",
        TextPlace.Of(statement.Sql, span.Start), "Name the columns that get values, or give a value for each."));

    /// <summary>Something that is understood and not to be had.</summary>
    public static FaultException Refused(SplitStatement statement, int at, string message, string mend) => new(new Fault(
        FaultKind.Denied, "query.statement_denied", message, TextPlace.Of(statement.Sql, at), mend));

    /// <summary>Something that is wrong.</summary>
    public static FaultException Invalid(SplitStatement statement, string code, int at, string message, string mend) =>
        new(Fault.Invalid(code, message, TextPlace.Of(statement.Sql, at), mend));

    /// <summary>Faults of the lake about a part of the statement, with its place.</summary>
    public static FaultException At(SplitStatement statement, SqlSpan span, FaultException failure) =>
        new([.. failure.Faults.Select(fault => fault with { Place = TextPlace.Of(statement.Sql, span.Start) })], failure);
}
