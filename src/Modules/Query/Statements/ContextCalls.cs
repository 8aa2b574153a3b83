using System.Text.Json;
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
        ["session_user"] = ContextFunction.User,
        ["user"] = ContextFunction.User,
        ["current_groups"] = ContextFunction.Groups,
        ["current_attribute"] = ContextFunction.Attribute,
    };

    private static readonly string[] Words = ["current_user", "session_user", "current_role", "user"];

    /// <summary>Whether a word tells who asks where there is no column of that name.</summary>
    public static bool IsWord(string word) => Words.Contains(word, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a node of the tree is such a word or a call, not a part of anything else.</summary>
    public static bool IsOne(JsonElement node) =>
        (node.TryGetProperty("column_names", out var names) && names.GetArrayLength() == 1 && IsWord(names[0].GetString() ?? ""))
        || (node.TryGetProperty("function_name", out var name) && Functions.ContainsKey(name.GetString() ?? ""));

    /// <summary>What stands instead of calls and words, and what is wrong with others. A column of the result keeps its name.</summary>
    /// <param name="text">The text.</param>
    /// <param name="facts">What is in it.</param>
    /// <param name="principal">Who asks.</param>
    /// <param name="isColumn">Whether a table in it has a column of a name.</param>
    public static (IReadOnlyList<TextEdit> Edits, IReadOnlyList<Fault> Faults) Edits(
        StatementText text, StatementFacts facts, Principal principal, Func<string, bool> isColumn)
    {
        var (calls, faults) = Find(text.Sql, text.IndexOfByte, facts.Functions, text.Tokens);
        var columns = facts.Functions.Where(call => call is { IsColumn: true, Location: not null }).ToDictionary(call => text.IndexOfByte(call.Location!.Value), call => call.Name);
        var edits = calls.Select(call => new TextEdit(
            call.Start, call.Length, call.For(principal) + (columns.TryGetValue(call.Start, out var name) ? $" AS {SqlText.Quote(NameOf(name, call))}" : ""))).ToList();
        if (facts.Words.Count > 0)
        {
            edits.AddRange(WordEdits(text, facts.Words, principal, isColumn));
        }

        return (edits, faults);
    }

    // as the engine names them
    private static string NameOf(string function, ContextCall call) =>
        function == "user" ? "\"user\"()" : call.Attribute is { } attribute ? $"{function}({SqlText.Literal(attribute)})" : $"{function}()";

    private static IEnumerable<TextEdit> WordEdits(StatementText text, IReadOnlyList<ContextWord> words, Principal principal, Func<string, bool> isColumn)
    {
        var (sql, tokens) = (text.Sql, text.Tokens);
        foreach (var same in words.Where(word => word.Location is not null).GroupBy(word => word.Name, StringComparer.Ordinal))
        {
            var places = new Dictionary<int, ContextWord>();
            foreach (var word in same)
            {
                var start = text.IndexOfByte(word.Location!.Value);
                if (tokens.FindIndex(token => token.Start == start) is >= 0 and var at && tokens[at].Is(sql, same.Key))
                {
                    places[at] = word;
                }
            }

            if (isColumn(same.Key) || Enumerable.Range(0, tokens.Count).Any(at => !places.ContainsKey(at) && MayName(at, same.Key, places)))
            {
                continue; // it may be a column that the statement itself makes
            }

            foreach (var (at, word) in places)
            {
                yield return new TextEdit(
                    tokens[at].Start, tokens[at].Length,
                    word.IsColumn ? $"{SqlText.Literal(principal.Name)} AS {SqlText.Quote(tokens[at].In(sql).ToString())}" : $"CAST({SqlText.Literal(principal.Name)} AS VARCHAR)");
            }
        }

        // a name of the same value does not matter: current_user AS current_user
        bool MayName(int at, string word, Dictionary<int, ContextWord> places) => tokens[at].Kind switch
        {
            SqlTokenKind.Word => tokens[at].Is(sql, word),
            SqlTokenKind.QuotedName or SqlTokenKind.Text => tokens[at].In(sql)[1..].TrimEnd("'\"").Equals(word, StringComparison.OrdinalIgnoreCase),
            _ => false,
        }
            && !(at + 1 < tokens.Count && tokens[at + 1].Kind == SqlTokenKind.Symbol && sql[tokens[at + 1].Start] == '(')
            && !places.ContainsKey(at - 1) && !(at > 1 && tokens[at - 1].Is(sql, "AS") && places.ContainsKey(at - 2));
    }

    /// <summary>The calls in the order of the text, and what is wrong with others.</summary>
    /// <param name="sql">The text.</param>
    /// <param name="indexOfByte">The character at an offset in the parsed text.</param>
    /// <param name="functions">The calls of functions that the parser found.</param>
    /// <param name="tokens">The tokens of the text, where they are known.</param>
    public static (IReadOnlyList<ContextCall> Calls, IReadOnlyList<Fault> Faults) Find(
        string sql, Func<long, int> indexOfByte, IEnumerable<FunctionCall> functions, List<SqlToken>? tokens = null)
    {
        var asked = functions.Where(call => Functions.ContainsKey(call.Name)).ToList();
        if (asked.Count == 0)
        {
            return ([], []);
        }

        tokens ??= SqlTokenizer.Tokens(sql);
        List<ContextCall> calls = [];
        List<Fault> faults = [];
        foreach (var call in asked.DistinctBy(call => call.Location))
        {
            var start = call.Location is { } location ? indexOfByte(location) : -1;
            var at = tokens.FindIndex(token => token.Start == start);
            if (at >= 0 && Read(sql, tokens, at, call.Name, Functions[call.Name]) is { } read)
            {
                calls.Add(read);
            }
            else
            {
                faults.Add(Fault.Invalid(
                    "query.context_invalid", $"The call of {call.Name} is not in its simple form.", start < 0 ? null : TextPlace.Of(sql, start),
                    "Write current_user(), current_groups() or current_attribute('name')."));
            }
        }

        return ([.. calls.OrderBy(call => call.Start)], faults);
    }

    private static ContextCall? Read(string sql, List<SqlToken> tokens, int at, string named, ContextFunction function)
    {
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
