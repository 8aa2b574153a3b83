using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Query.Syntax;

namespace Talentys.Query.Statements;

/// <summary>Finds the calls of functions that tell who asks, which run as constants.</summary>
internal static class ContextCalls
{
    private static readonly Dictionary<string, ContextFunction> Functions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["current_user"] = ContextFunction.User,
        ["current_groups"] = ContextFunction.Groups,
        ["current_attribute"] = ContextFunction.Attribute,
    };

    /// <summary>The calls in the order of the text, and what is wrong with others.</summary>
    /// <param name="sql">The text.</param>
    /// <param name="indexOfByte">The character at an offset in the parsed text.</param>
    /// <param name="functions">The calls of functions that the parser found.</param>
    public static (IReadOnlyList<ContextCall> Calls, IReadOnlyList<Fault> Faults) Find(
        string sql, Func<long, int> indexOfByte, IEnumerable<FunctionCall> functions)
    {
        var asked = functions.Where(call => Functions.ContainsKey(call.Name)).ToList();
        if (asked.Count == 0)
        {
            return ([], []);
        }

        var tokens = SqlTokenizer.Tokens(sql);
        List<ContextCall> calls = [];
        List<Fault> faults = [];
        foreach (var call in asked.DistinctBy(call => call.Location))
        {
            var start = call.Location is { } location ? indexOfByte(location) : -1;
            var at = tokens.FindIndex(token => token.Start == start);
            if (at >= 0 && Read(sql, tokens, at, Functions[call.Name]) is { } read)
            {
                calls.Add(read);
            }
            else
            {
                faults.Add(Fault.Invalid(
                    "query.context_invalid", $"The call of {call.Name} is not in its simple form.", start < 0 ? null : SourcePlace.Of(sql, start),
                    "Write current_user(), current_groups() or current_attribute('name')."));
            }
        }

        return ([.. calls.OrderBy(call => call.Start)], faults);
    }

    private static ContextCall? Read(string sql, List<SqlToken> tokens, int at, ContextFunction function)
    {
        var named = function switch { ContextFunction.User => "current_user", ContextFunction.Groups => "current_groups", _ => "current_attribute" };
        var close = at + (function == ContextFunction.Attribute ? 3 : 2);
        if (close >= tokens.Count || !tokens[at].Is(sql, named) || !IsSymbol(at + 1, '(') || !IsSymbol(close, ')'))
        {
            return null;
        }

        var (start, length) = (tokens[at].Start, tokens[close].End - tokens[at].Start);
        if (function != ContextFunction.Attribute)
        {
            return new ContextCall(start, length, function);
        }

        var name = tokens[at + 2].In(sql);
        return tokens[at + 2].Kind == SqlTokenKind.Text && name.Length > 2 && name[0] == '\'' && name[^1] == '\''
            ? new ContextCall(start, length, function, name[1..^1].ToString().Replace("''", "'", StringComparison.Ordinal))
            : null;

        bool IsSymbol(int index, char symbol) => tokens[index].Kind == SqlTokenKind.Symbol && sql[tokens[index].Start] == symbol;
    }
}
