using System.Globalization;
using Talentys.Contracts;
using Talentys.Gateway.Postgres.Errors;
using Talentys.Gateway.Postgres.Sessions;
using Talentys.Gateway.Postgres.Types;
using Talentys.Kernel;

namespace Talentys.Gateway.Postgres.Dialect;

/// <summary>
/// Functions that do something instead of telling something: <c>pg_sleep(1)</c>, <c>pg_cancel_backend(2)</c>. They are carried out by the
/// session, once and before its statement runs, so that waiting holds no place at an engine; the statement has their value in their place.
/// </summary>
internal sealed class ActingCalls : IDialectRule
{
    private const string Sleep = "pg_sleep", SleepFor = "pg_sleep_for", CancelBackend = "pg_cancel_backend", TerminateBackend = "pg_terminate_backend";

    public void Apply(DialectInput input, List<TextEdit> edits, bool[] done)
    {
        foreach (var call in Of(input))
        {
            var value = call.Name is Sleep or SleepFor ? "''" : input.Session.Acted.TryGetValue(call.First, out var acted) && !acted ? "false" : "true";
            var table = RowsOfFunctions.IsTable(input, call.First);
            var end = table ? RowsOfFunctions.End(input, call.First, call.Last) : input.IsItem(call.First, call.Last) ? $" AS {call.Name}" : "";
            edits.Add(input.Replace(call.First, call.First, table ? "(SELECT if" : "if"));
            edits.Add(input.Replace(call.Last, call.Last, $" IS NULL, NULL, {value}){end}"));
            done[call.First] = true;
        }
    }

    /// <summary>Parameters of such calls, which have types of their own.</summary>
    public static IEnumerable<(int Number, PgType Type)> ParametersOf(string sql, IReadOnlyList<SqlToken> tokens)
    {
        foreach (var call in Of(new DialectInput(sql, tokens, null!)))
        {
            if (call.Parameter is { } number)
            {
                yield return (number, call.Name switch { Sleep => PgType.Float8, SleepFor => PgType.Interval, _ => PgType.Int4 });
            }
        }
    }

    /// <summary>Carries them out.</summary>
    /// <returns>What those that do something to other sessions gave, by the place of their names.</returns>
    /// <exception cref="PgException"><c>57014</c>, <c>57P01</c>, <c>42501</c>, <c>22023</c>.</exception>
    public static async Task<IReadOnlyDictionary<int, bool>> RunAsync(
        Session session, string sql, IReadOnlyList<SqlToken> tokens, IReadOnlyList<ParameterValue> parameters, CancellationToken cancellationToken)
    {
        var acted = new Dictionary<int, bool>();
        foreach (var call in Of(new DialectInput(sql, tokens, session)))
        {
            var value = call.Parameter is { } number ? number <= parameters.Count ? Convert.ToString(parameters[number - 1].Value, CultureInfo.InvariantCulture) : null
                : call.IsOwn ? session.ProcessId.ToString(CultureInfo.InvariantCulture) : call.Constant;
            if (string.IsNullOrEmpty(value))
            {
                continue;
            }

            if (call.Name is Sleep or SleepFor)
            {
                await session.SleepAsync(Pause(call.Name, value), cancellationToken);
            }
            else
            {
                acted[call.First] = int.TryParse(value, CultureInfo.InvariantCulture, out var process)
                    ? session.Signal(process, ends: call.Name == TerminateBackend)
                    : throw new PgException("22P02", $"invalid input syntax for type integer: \"{value}\"");
            }
        }

        return acted;
    }

    private static readonly (string Long, string Short)[] Units = [("milliseconds", "ms"), ("seconds", "s"), ("second", "s"), ("minutes", "min"), ("minute", "min"), ("hours", "h"), ("hour", "h")];

    private static TimeSpan Pause(string name, string value)
    {
        var seconds = name == SleepFor ? SettingValues.Milliseconds(Units.Aggregate(value, (text, unit) => text.Replace(unit.Long, unit.Short, StringComparison.OrdinalIgnoreCase))) / 1000
            : double.TryParse(value, CultureInfo.InvariantCulture, out var number) ? number : null;
        return seconds is { } time && !double.IsNaN(time)
            ? TimeSpan.FromSeconds(Math.Clamp(time, 0, TimeSpan.FromDays(1).TotalSeconds))
            : throw new PgException("22023", $"{value} is no time that can be waited.");
    }

    private static IEnumerable<ActingCall> Of(DialectInput input)
    {
        for (var index = 0; index + 3 < input.Count; index++)
        {
            if (input.IsAnyName(index) && input.IsSymbol(index + 1, '(') && input.NameOf(index).ToLowerInvariant() is Sleep or SleepFor or CancelBackend or TerminateBackend)
            {
                var name = input.NameOf(index).ToLowerInvariant();
                var argument = index + 2;
                var close = input.Closing(index + 1);
                var token = input.Tokens[argument];
                var last = close - 1;
                if (last == argument && input.IsName(argument, "null"))
                {
                    yield return new ActingCall(name, index, close);
                }
                else if (last == argument && (token.Kind == SqlTokenKind.Number || input.IsText(argument)))
                {
                    yield return new ActingCall(name, index, close) { Constant = token.In(input.Sql).Trim('\'').ToString() };
                }
                else if (last == argument + 1 && input.IsSymbol(argument, '$') && int.TryParse(input.Tokens[last].In(input.Sql), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                {
                    yield return new ActingCall(name, index, close) { Parameter = number };
                }
                else if (last == argument + 2 && input.IsName(argument, "pg_backend_pid"))
                {
                    yield return new ActingCall(name, index, close) { IsOwn = true };
                }
            }
        }
    }

    /// <summary>A call whose argument is told by the statement.</summary>
    /// <param name="Name">The function.</param>
    /// <param name="First">The token of its name.</param>
    /// <param name="Last">The token of the bracket that closes it.</param>
    private sealed record ActingCall(string Name, int First, int Last)
    {
        public string? Constant { get; init; }

        public int? Parameter { get; init; }

        public bool IsOwn { get; init; }
    }
}
