using System.Globalization;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Statements;

namespace Talentys.Query.Writes;

/// <summary>Makes values what the columns of a table are, or tells which one cannot be.</summary>
internal static class Casts
{
    /// <summary>An expression cast to the type of a column.</summary>
    public static string To(LakeColumn column, string expression) => $"CAST({expression} AS {column.SqlType}) AS {SqlText.Quote(column.Name)}";

    /// <summary>Looks for a value that its column cannot hold, before any is written.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="place">Where the rows come from.</param>
    /// <param name="spool">The rows.</param>
    /// <param name="columns">What each column becomes, in order.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="FaultException"><c>query.value_invalid</c>, <c>query.type_differs</c>.</exception>
    public static async Task CheckAsync(
        SplitStatement statement, SqlSpan place, Spool spool, IReadOnlyList<(int Number, LakeColumn Column)> columns, CancellationToken cancellationToken)
    {
        var types = (await spool.Connection.RowsAsync($"DESCRIBE {Spool.Table}", [], cancellationToken)).Select(row => (string)row[1]!).ToList();
        foreach (var (number, column) in columns.Where(one => !string.Equals(types[one.Number], one.Column.SqlType, StringComparison.OrdinalIgnoreCase)))
        {
            var name = Spool.Column(number);
            var wrong = $"{name} IS NOT NULL AND TRY_CAST({name} AS {column.SqlType}) IS NULL";
            IReadOnlyList<object?[]> found;
            try
            {
                found = await spool.Connection.RowsAsync(
                    $"SELECT CAST({name} AS VARCHAR), rowid - (SELECT min(rowid) FROM {Spool.Table}) + 1 FROM {Spool.Table} WHERE {wrong} ORDER BY rowid LIMIT 1", [], cancellationToken);
            }
            catch (FaultException failure) when (failure.Fault.Code == "engine.sql_error")
            {
                throw new FaultException(
                    Fault.Invalid(
                        "query.type_differs", $"Column {column.Name} is {column.SqlType}, and the values that come are {types[number]}.",
                        TextPlace.Of(statement.Sql, place.Start), $"Cast them in the query to {column.SqlType}."),
                    failure);
            }

            if (found is [[var value, var row]])
            {
                var text = value as string ?? "";
                throw new FaultException(Fault.Invalid(
                    "query.value_invalid",
                    string.Create(CultureInfo.InvariantCulture, $"Column {column.Name} is {column.SqlType} and cannot hold {(text.Length > 80 ? text[..77] + "..." : text)}, which row {row} of the query has."),
                    TextPlace.Of(statement.Sql, place.Start), "Mend the value, or cast it in the query (TRY_CAST makes it null)."));
            }
        }
    }
}
