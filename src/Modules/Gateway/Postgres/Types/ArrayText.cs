using System.Text;

namespace Talentys.Gateway.Postgres.Types;

/// <summary>Arrays as PostgreSQL writes them, <c>{1,NULL,"a b"}</c>, and as the engine reads lists, <c>[1, NULL, "a b"]</c>.</summary>
internal static class ArrayText
{
    /// <summary>The elements.</summary>
    /// <exception cref="FormatException">It is not an array of one dimension.</exception>
    public static List<string?> Parse(string text)
    {
        var at = 0;
        Skip();
        if (at >= text.Length || text[at++] != '{')
        {
            throw new FormatException("no brace");
        }

        var elements = new List<string?>();
        Skip();
        if (at < text.Length && text[at] == '}')
        {
            return elements;
        }

        while (true)
        {
            Skip();
            elements.Add(Element());
            Skip();
            var letter = at < text.Length ? text[at++] : throw new FormatException("no end");
            if (letter == '}')
            {
                return elements;
            }

            if (letter != ',')
            {
                throw new FormatException("no comma");
            }
        }

        string? Element()
        {
            var value = new StringBuilder();
            if (at < text.Length && text[at] == '"')
            {
                for (at++; at < text.Length && text[at] != '"'; at++)
                {
                    at += text[at] == '\\' ? 1 : 0;
                    value.Append(at < text.Length ? text[at] : throw new FormatException("no end"));
                }

                at++;
                return value.ToString();
            }

            for (; at < text.Length && text[at] is not (',' or '}'); at++)
            {
                at += text[at] == '\\' ? 1 : 0;
                value.Append(at < text.Length && text[at] is not '{' ? text[at] : throw new FormatException("nested"));
            }

            var plain = value.ToString().Trim();
            return plain.Equals("NULL", StringComparison.OrdinalIgnoreCase) ? null : plain;
        }

        void Skip()
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
            {
                at++;
            }
        }
    }

    /// <summary>The text that the engine casts to a list.</summary>
    public static string ToEngine(IEnumerable<string?> elements, PgType element)
    {
        var text = new StringBuilder("[");
        foreach (var value in elements)
        {
            text.Append(text.Length > 1 ? ", " : "");
            if (value is null)
            {
                text.Append("NULL");
            }
            else if (element.Engine is "VARCHAR" or "JSON" or "BLOB")
            {
                text.Append('"').Append(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
            }
            else
            {
                text.Append(value);
            }
        }

        return text.Append(']').ToString();
    }
}
