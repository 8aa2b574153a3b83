using System.Text.Json;
using Talentys.Contracts;

namespace Talentys.Query.Lineage.Flows;

/// <summary>What lineage must know of a type: the fields of a struct, the element of a list. Null is a type without either, or unknown.</summary>
internal sealed record SqlType(IReadOnlyList<(string Name, SqlType? Type)>? Fields, SqlType? Element, bool List)
{
    public static SqlType Struct(IEnumerable<(string Name, SqlType? Type)> fields) => new([.. fields], null, false);

    public static SqlType ListOf(SqlType? element) => new(null, element, true);

    /// <summary>The type of a field; null when it is not known.</summary>
    public SqlType? Field(string name) =>
        Fields?.FirstOrDefault(field => string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase)).Type;

    /// <summary>Reads a type as a catalog writes it.</summary>
    public static SqlType? Parse(string text)
    {
        if (!text.Contains('(', StringComparison.Ordinal) && !text.Contains('[', StringComparison.Ordinal) && !text.Contains('<', StringComparison.Ordinal))
        {
            return null;
        }

        var at = 0;
        return new Reader(text, SqlTokenizer.Tokens(text)).Type(ref at, 0);
    }

    /// <summary>Reads the <c>cast_type</c> of a tree.</summary>
    public static SqlType? Of(JsonElement type)
    {
        var id = type.TryGetProperty("id", out var name) ? name.GetString() : null;
        if (!type.TryGetProperty("type_info", out var info) || info.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        switch (id)
        {
            case "LIST" or "ARRAY":
                return ListOf(info.TryGetProperty("child_type", out var child) ? Of(child) : null);
            case "STRUCT" when info.TryGetProperty("child_types", out var fields):
                return Struct(fields.EnumerateArray().Select(field => (
                    field.TryGetProperty("first", out var first) ? first.GetString() ?? "" : "",
                    field.TryGetProperty("second", out var second) ? Of(second) : null)));
            default:
                return null;
        }
    }

    private sealed class Reader(string text, List<SqlToken> tokens)
    {
        public SqlType? Type(ref int at, int depth)
        {
            SqlType? type = null;
            var word = at < tokens.Count ? tokens[at++].In(text).ToString().ToUpperInvariant() : "";
            if (IsSymbol(at, '(') || IsSymbol(at, '<'))
            {
                type = word switch
                {
                    "STRUCT" or "ROW" when depth < 100 => Fields(ref at, depth),
                    "ARRAY" or "LIST" when depth < 100 => Inner(ref at, depth),
                    _ => Skip(ref at),
                };
            }

            while (at < tokens.Count && tokens[at].Kind == SqlTokenKind.Word)
            {
                at++; // WITH TIME ZONE, PRECISION
            }

            while (IsSymbol(at, '['))
            {
                while (at < tokens.Count && !IsSymbol(at++, ']'))
                {
                }

                type = ListOf(type);
            }

            return type;
        }

        private SqlType Inner(ref int at, int depth)
        {
            at++;
            var element = Type(ref at, depth + 1);
            at++;
            return ListOf(element);
        }

        private SqlType Fields(ref int at, int depth)
        {
            var fields = new List<(string, SqlType?)>();
            do
            {
                at++;
                if (at >= tokens.Count)
                {
                    break;
                }

                var name = SqlNames.Plain(tokens[at++].In(text));
                if (IsSymbol(at, ':'))
                {
                    at++;
                }

                fields.Add((name, Type(ref at, depth + 1)));
            }
            while (IsSymbol(at, ','));

            at++;
            return Struct(fields);
        }

        private SqlType? Skip(ref int at)
        {
            for (var depth = 0; at < tokens.Count;)
            {
                depth += IsSymbol(at, '(') || IsSymbol(at, '<') ? 1 : IsSymbol(at, ')') || IsSymbol(at, '>') ? -1 : 0;
                at++;
                if (depth == 0)
                {
                    break;
                }
            }

            return null;
        }

        private bool IsSymbol(int at, char symbol) => at < tokens.Count && tokens[at].Kind == SqlTokenKind.Symbol && text[tokens[at].Start] == symbol;
    }
}
