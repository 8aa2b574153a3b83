using Talentys.Kernel;

namespace Talentys.Gateway.Postgres.Errors;

/// <summary>The SQLSTATE of a fault: clients decide by it whether to try again, to ask for a password, or to mark a name.</summary>
internal static class SqlStates
{
    private static readonly Dictionary<string, string> ByCode = new(StringComparer.Ordinal)
    {
        ["query.syntax"] = "42601",
        ["query.empty"] = "42601",
        ["query.several_statements"] = "42601",
        ["query.too_long"] = "54000",
        ["query.too_deep"] = "54001",
        ["query.statement_denied"] = "0A000",
        ["query.syntax_denied"] = "0A000",
        ["query.function_denied"] = "42883",
        ["query.denied"] = "42501",
        ["query.table_not_found"] = "42P01",
        ["query.name_too_long"] = "42601",
        ["query.busy"] = "53300",
        ["query.cancelled"] = "57014",
        ["query.parameter_invalid"] = "22023",
        ["query.value_too_large"] = "54000",
        ["query.id_in_use"] = "42710",
        ["engine.out_of_memory"] = "53200",
        ["engine.disk_full"] = "53100",
        ["engine.timeout"] = "57014",
        ["engine.text_too_long"] = "54000",
        ["engine.busy"] = "53300",
        ["engine.crashed"] = "58000",
        ["query.transaction_conflict"] = "40001",
        ["query.transaction_failed"] = "25P02",
        ["query.transaction_over"] = "25P03",
        ["query.transaction_read_only"] = "25006",
        ["query.transaction_open"] = "25001",
        ["query.transaction_none"] = "25P01",
        ["query.value_invalid"] = "22P02",
        ["query.type_differs"] = "42804",
        ["query.column_not_found"] = "42703",
        ["query.column_twice"] = "42701",
        ["query.column_count"] = "42601",
        ["query.is_view"] = "42809",
        ["query.is_table"] = "42809",
        ["query.view_exists"] = "42P07",
        ["query.view_not_found"] = "42P01",
        ["query.schema_exists"] = "42P06",
        ["query.temporary_schema"] = "42P16",
        ["query.schema_not_found"] = "3F000",
        ["query.schema_not_empty"] = "2BP01",
        ["lake.null_refused"] = "23502",
        ["lake.merge_ambiguous"] = "21000",
        ["lake.conflict"] = "40001",
        ["lake.table_exists"] = "42P07",
        ["identity.sign_in_failed"] = "28P01",
        ["identity.locked"] = "28P01",
        ["identity.too_many_sign_ins"] = "53300",
        ["identity.password_must_change"] = "28000",
    };

    // what the engine calls its errors, and what they are about
    private static readonly (string Begins, string Holds, string State)[] OfEngine =
    [
        ("Parser error", "", "42601"),
        ("Syntax error", "", "42601"),
        ("Binder error", "Referenced column", "42703"),
        ("Binder error", "does not have a column", "42703"),
        ("Binder error", "not found in FROM", "42P01"),
        ("Binder error", "Referenced table", "42P01"),
        ("Binder error", "Ambiguous", "42702"),
        ("Binder error", "must appear in the GROUP BY", "42803"),
        ("Binder error", "No function matches", "42883"),
        ("Binder error", "aggregate", "42803"),
        ("Binder error", "Cannot compare", "42883"),
        ("Binder error", "", "42P10"),
        ("Catalog error", "Function", "42883"),
        ("Catalog error", "Type", "42704"),
        ("Catalog error", "Table", "42P01"),
        ("Catalog error", "Schema", "3F000"),
        ("Catalog error", "", "42704"),
        ("Conversion error", "out of range", "22003"),
        ("Conversion error", "timestamp", "22007"),
        ("Conversion error", "date", "22007"),
        ("Conversion error", "", "22P02"),
        ("Out of Range error", "", "22003"),
        ("Invalid Input error", "", "22023"),
        ("Constraint error", "NOT NULL", "23502"),
        ("Constraint error", "", "23000"),
        ("Mismatch Type error", "", "42804"),
        ("Not implemented", "", "0A000"),
        ("Permission error", "", "42501"),
    ];

    /// <summary>The error for faults; of several the first is told, with the others beside.</summary>
    /// <param name="faults">The faults.</param>
    /// <param name="locate">Finds the position in the client's text of a fault's place.</param>
    public static PgError Of(IReadOnlyList<Fault> faults, Func<string?, int?> locate)
    {
        var fault = faults[0];
        var message = fault.Message.TrimEnd();
        return new PgError(Of(fault), message)
        {
            Hint = fault.Mend,
            Position = locate(fault.Place),
            Detail = faults.Count > 1 ? string.Join('\n', faults.Skip(1).Select(other => other.ToString())) : null,
        };
    }

    /// <summary>The state of a fault.</summary>
    public static string Of(Fault fault)
    {
        if (ByCode.TryGetValue(fault.Code, out var state))
        {
            return state;
        }

        if (fault.Code == "engine.sql_error")
        {
            // a value that a column cannot hold is told with the column before it
            var message = fault.Message.StartsWith("Column ", StringComparison.Ordinal) ? fault.Message[(fault.Message.IndexOf(": ", StringComparison.Ordinal) + 2)..] : fault.Message;
            foreach (var (begins, holds, found) in OfEngine)
            {
                if (message.StartsWith(begins, StringComparison.OrdinalIgnoreCase) && fault.Message.Contains(holds, StringComparison.OrdinalIgnoreCase))
                {
                    return found;
                }
            }

            return "42000";
        }

        return fault.Kind switch
        {
            FaultKind.Invalid => "22023",
            FaultKind.NotFound => "42704",
            FaultKind.Unauthenticated => "28000",
            FaultKind.Denied => "42501",
            FaultKind.Conflict => "40001",
            FaultKind.Limit => "54000",
            FaultKind.Cancelled => "57014",
            FaultKind.Unavailable => "57P03",
            _ => "XX000",
        };
    }
}
