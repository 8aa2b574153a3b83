using System.Globalization;
using Talentys.Contracts;
using Talentys.Gateway.Postgres.Sessions;
using Talentys.Kernel;

namespace Talentys.Gateway.Postgres.Dialect;

/// <summary>Functions and words whose value only this session knows: they become constants.</summary>
internal sealed class SessionFunctions : IDialectRule
{
    private const int MostArguments = 3;

    public void Apply(DialectInput input, List<TextEdit> edits, bool[] done)
    {
        for (var index = 0; index < input.Count; index++)
        {
            if (!input.IsAnyName(index) || input.IsSymbol(index - 1, '.') && !done[index - 1])
            {
                continue;
            }

            var name = Unquoted(input, index).ToLowerInvariant();
            if (Arguments(input, index) is var (arguments, last) && Call(input, name, arguments) is { } value)
            {
                Put(input, edits, index, last, name, value);
                index = last;
            }
            else if (name == "current_setting" && input.IsSymbol(index + 1, '('))
            {
                edits.Add(input.Replace(index, index, "__setting")); // of a column: the engine's own function would tell its settings
            }
            else if (input.Tokens[index].Kind == SqlTokenKind.Word && !input.IsSymbol(index + 1, '(') && !input.IsSymbol(index + 1, '.')
                && Word(input, name) is { } constant)
            {
                Put(input, edits, index, index, name, constant);
            }
        }
    }

    private static string? Call(DialectInput input, string name, List<string> arguments) => (name, arguments) switch
    {
        ("version", []) => Text(SessionFacts.Version),
        ("current_database", []) => Text(input.Session.Database),
        ("pg_backend_pid", []) => input.Session.ProcessId.ToString(CultureInfo.InvariantCulture),
        ("set_config", [var setting, var given, _]) => Text(input.Session.Set(setting, given)),
        ("current_setting", [var setting]) => Text(input.Session.Show(setting)),
        ("current_setting", [var setting, _]) => input.Session.Find(setting) is { } found ? Text(found) : "NULL",
        ("pg_advisory_lock" or "pg_advisory_xact_lock" or "pg_advisory_unlock_all", _) => "NULL",
        ("pg_advisory_unlock" or "pg_try_advisory_lock", _) => "true",
        _ => null,
    };

    private static string? Word(DialectInput input, string name) => name switch
    {
        "current_catalog" => Text(input.Session.Database),
        _ => null,
    };

    // a column of its own has the function's name, as in PostgreSQL
    private static void Put(DialectInput input, List<TextEdit> edits, int first, int last, string name, string value)
    {
        var begins = first == 0 || input.IsName(first - 1, "select") || input.IsSymbol(first - 1, ',')
            || (input.IsSymbol(first - 1, '.') && (input.IsName(first - 3, "select") || input.IsSymbol(first - 3, ',')));
        var ends = last + 1 == input.Count || input.IsSymbol(last + 1, ',') || input.IsSymbol(last + 1, ';') || input.IsName(last + 1, "from");
        var depth = 0;
        for (var index = 0; index < first; index++)
        {
            depth += input.IsSymbol(index, '(') ? 1 : input.IsSymbol(index, ')') ? -1 : 0;
        }

        var item = begins && ends && depth == 0 && input.IsName(0, "select") && !Clause(input, first);
        edits.Add(input.Replace(first, last, item ? $"{value} AS {name}" : value));
    }

    private static bool Clause(DialectInput input, int before)
    {
        for (var index = 0; index < before; index++)
        {
            if (input.IsName(index, "from") || input.IsName(index, "where") || input.IsName(index, "by"))
            {
                return true;
            }
        }

        return false;
    }

    // constants in brackets, as plain texts; null for anything else
    private static (List<string> Arguments, int Last)? Arguments(DialectInput input, int index)
    {
        if (!input.IsSymbol(index + 1, '('))
        {
            return null;
        }

        var arguments = new List<string>();
        for (var at = index + 2; at < input.Count && arguments.Count <= MostArguments; at++)
        {
            if (input.IsSymbol(at, ')'))
            {
                return (arguments, at);
            }

            if (input.IsSymbol(at, ','))
            {
                continue;
            }

            if (input.Tokens[at].Kind == SqlTokenKind.Symbol)
            {
                return null;
            }

            arguments.Add(input.IsText(at) ? PlainText(input, at) : input.Tokens[at].In(input.Sql).ToString());
        }

        return null;
    }

    private static string PlainText(DialectInput input, int index)
    {
        var text = input.Tokens[index].In(input.Sql);
        return text.Length >= 2 && text[0] == '\'' ? text[1..^1].ToString().Replace("''", "'", StringComparison.Ordinal) : text.ToString();
    }

    private static string Unquoted(DialectInput input, int index)
    {
        var token = input.Tokens[index];
        var text = token.In(input.Sql);
        return (token.Kind == SqlTokenKind.QuotedName && text.Length >= 2 ? text[1..^1] : text).ToString();
    }

    private static string Text(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
