using System.Globalization;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Lake.Types;

namespace Talentys.Lake.Rows;

/// <summary>Clauses and assignments as expressions of the engine over <c>target</c> and <c>source</c>.</summary>
/// <param name="columns">The columns of the table.</param>
internal sealed class MergeSql(IReadOnlyList<NestedField> columns)
{
    /// <summary>The number of the first clause whose condition holds, from a number on; 0 for none.</summary>
    public static string Action(IReadOnlyList<MergeClause> clauses, int first)
    {
        if (clauses.Count == 0)
        {
            return "0";
        }

        var whens = clauses.Select((clause, i) => Text($"WHEN {(clause.Condition is null ? "true" : $"({clause.Condition})")} THEN {first + i}"));
        return $"CASE {string.Join(' ', whens)} ELSE 0 END";
    }

    /// <summary>The columns of updated rows: what the clause of the row's action assigns, else what they were.</summary>
    /// <param name="updates">Assignments by number of the action.</param>
    /// <param name="action">The expression of the action.</param>
    public string Updated(IReadOnlyDictionary<int, IReadOnlyDictionary<string, string>> updates, string action) =>
        Columns(updates, action, column => $"target.{SqlText.Quote(column.Name)}");

    /// <summary>The columns of inserted rows; what is not told is null.</summary>
    public string Inserted(IReadOnlyDictionary<int, IReadOnlyDictionary<string, string>> inserts, string action) =>
        Columns(inserts, action, column => $"CAST(NULL AS {EngineTypeName.Of(column.Type)})");

    /// <summary>Assignments of a clause, checked; those of all columns that the source has when none are told.</summary>
    /// <exception cref="FaultException"><c>lake.column_unknown</c>.</exception>
    public IReadOnlyDictionary<string, string> Assignments(IReadOnlyDictionary<string, string>? values, IReadOnlyList<string> source)
    {
        var all = new Dictionary<string, string>(ColumnNames.Comparer);
        if (values is null)
        {
            foreach (var name in source.Where(name => columns.Any(column => ColumnNames.Comparer.Equals(column.Name, name))))
            {
                all[name] = $"source.{SqlText.Quote(name)}";
            }

            return all;
        }

        foreach (var (name, expression) in values)
        {
            all[name] = columns.Any(column => ColumnNames.Comparer.Equals(column.Name, name)) ? expression : throw new FaultException(
                Fault.NotFound("lake.column_unknown", $"There is no column {name} to give a value to.", "Look at the table's columns to see their names."));
        }

        return all;
    }

    private string Columns(
        IReadOnlyDictionary<int, IReadOnlyDictionary<string, string>> actions, string action, Func<NestedField, string> otherwise) =>
        string.Join(", ", columns.Select(column =>
        {
            var type = EngineTypeName.Of(column.Type);
            var whens = actions.Where(one => one.Value.ContainsKey(column.Name))
                .Select(one => Text($"WHEN {one.Key} THEN CAST(({one.Value[column.Name]}) AS {type})")).ToList();
            var value = whens.Count == 0 ? otherwise(column) : $"CASE {action} {string.Join(' ', whens)} ELSE {otherwise(column)} END";
            return $"{value} AS {SqlText.Quote(column.Name)}";
        }));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
