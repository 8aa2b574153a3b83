using System.Text.Json;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Query.Functions;
using Talentys.Query.Statements;

namespace Talentys.Query.Syntax;

/// <summary>Checks expressions that people write into files, by wrapping them in a SELECT for the engine's parser.</summary>
internal sealed class SqlExpressions(SqlParser parser) : ISqlExpressions
{
    private const string Before = "SELECT (";
    private const string After = "\n)"; // a line of its own: a comment may end the expression

    private static readonly HashSet<string> PlainSelect = ["type", "select_list", "from_table", "aggregate_handling"];

    private static readonly Dictionary<string, string> Refused = new(StringComparer.Ordinal)
    {
        ["STAR"] = "A star is not an expression of one value.",
        ["PARAMETER"] = "There are no parameters here.",
        ["WINDOW"] = "A window function looks at other rows.",
        ["POSITIONAL_REFERENCE"] = "A column by its number is not an expression.",
        ["DEFAULT"] = "DEFAULT is not an expression.",
    };

    public Result<SqlExpression> Read(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal) || !IsClosed(text))
        {
            return Fault.Invalid("query.expression_invalid", "The expression is not whole: brackets do not match, or a text is open.");
        }

        if (!parser.Tree(Before + text + After).TryGet(out var root, out var problems))
        {
            return Result<SqlExpression>.Fail([.. problems.Select(fault => fault with { Place = null })]);
        }

        var statements = root.GetProperty("statements");
        var node = statements.GetArrayLength() == 1 ? statements[0].GetProperty("node") : default;
        if (node.ValueKind != JsonValueKind.Object || node.EnumerateObject().Any(property => !PlainSelect.Contains(property.Name))
            || node.GetProperty("select_list").GetArrayLength() != 1 || node.GetProperty("from_table").GetProperty("type").GetString() != "EMPTY")
        {
            return Fault.Invalid("query.expression_invalid", "The text is more than one expression.");
        }

        var facts = SyntaxWalk.Read(node);
        List<Fault> faults = [];
        faults.AddRange(facts.Unknown.Select(unknown => new Fault(
            FaultKind.Denied, "query.syntax_denied", $"{unknown.Sort} is not supported.", Place(text, unknown.Location))));
        faults.AddRange(facts.Functions.Where(call => !AllowedFunctions.Contains(call.Name) || AllowedFunctions.Explodes(call.Name, call.Constants)).Select(call => new Fault(
            FaultKind.Denied, "query.function_denied", $"The function {call.Name} may not be called.", Place(text, call.Location))));
        faults.AddRange(facts.Tables.Select(table => Fault.Invalid(
            "query.expression_table", $"The expression names the table {table.Name}.", Place(text, table.Location),
            "Use the columns of the table alone, and attributes of who asks.")));
        if (facts.Show != ShowListing.None)
        {
            faults.Add(Fault.Invalid("query.expression_invalid", "SHOW is not an expression."));
        }

        Refuse(node, text, faults);
        var (calls, wrong) = ContextCalls.Find(text, location => IndexOfByte(text, location), facts.Functions);
        faults.AddRange(wrong);

        // user may be a column; the others nobody means but as who asks
        var words = facts.Words.Where(word => word is { Name: not "user", Location: not null })
            .Select(word => new ContextCall(IndexOfByte(text, word.Location!.Value), word.Name.Length, ContextFunction.User)).Where(call => text[call.Start] != '"');
        return faults.Count > 0
            ? Result<SqlExpression>.Fail([.. faults.Distinct()])
            : new SqlExpression(text, [.. calls.Concat(words).OrderBy(call => call.Start)]);
    }

    private static void Refuse(JsonElement node, string text, List<Fault> faults)
    {
        switch (node.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (var item in node.EnumerateArray())
                {
                    Refuse(item, text, faults);
                }

                break;
            case JsonValueKind.Object:
                var sort = node.TryGetProperty("class", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
                if (Refused.TryGetValue(sort, out var message))
                {
                    faults.Add(Fault.Invalid("query.expression_invalid", message, Place(text, LocationOf(node))));
                }
                else if (sort == "COLUMN_REF" && node.GetProperty("column_names") is var names && names.GetArrayLength() == 1
                    && string.Equals(names[0].GetString(), "current_user", StringComparison.OrdinalIgnoreCase))
                {
                    faults.Add(Fault.Invalid("query.context_invalid", "current_user is a function.", Place(text, LocationOf(node)), "Write current_user()."));
                }

                if (sort != "CONSTANT")
                {
                    foreach (var property in node.EnumerateObject())
                    {
                        Refuse(property.Value, text, faults);
                    }
                }

                break;
        }
    }

    /// <summary>Whether brackets match within the text: one that closes what is outside of it would end the wrapping.</summary>
    private static bool IsClosed(string text)
    {
        var open = new Stack<char>();
        foreach (var token in Contracts.SqlTokenizer.Tokens(text).Where(token => token.Kind == Contracts.SqlTokenKind.Symbol))
        {
            switch (text[token.Start])
            {
                case '(' or '[' or '{':
                    open.Push(text[token.Start]);
                    break;
                case ';':
                    return false;
                case ')' or ']' or '}' when !open.TryPop(out var opened) || (opened, text[token.Start]) is not (('(', ')') or ('[', ']') or ('{', '}')):
                    return false;
            }
        }

        return open.Count == 0;
    }

    private static long? LocationOf(JsonElement node) =>
        node.TryGetProperty("query_location", out var value) && value.TryGetInt64(out var location) ? location : null;

    private static int IndexOfByte(string text, long location) => TextPlace.IndexOfByte(text, location - Before.Length);

    private static string? Place(string text, long? location) => location is { } at ? TextPlace.Of(text, IndexOfByte(text, at)) : null;
}
