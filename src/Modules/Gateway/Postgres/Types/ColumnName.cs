using System.Text.RegularExpressions;

namespace Talentys.Gateway.Postgres.Types;

/// <summary>Names of columns that a statement gives none: PostgreSQL takes the function's, where the engine takes the whole expression.</summary>
internal static partial class ColumnName
{
    /// <summary>The name as PostgreSQL would give it.</summary>
    public static string Of(string name)
    {
        if (!name.EndsWith(')'))
        {
            return name;
        }

        if (Call().Match(name) is { Success: true } call && IsWhole(name, call.Length - 1))
        {
            var function = call.Groups["name"].Value.ToLowerInvariant();
            return function switch { "count_star" => "count", _ when function.StartsWith("__reg", StringComparison.Ordinal) => OfCast($"{name[..^1]} AS {function[2..]})"), "cast" or "try_cast" => OfCast(name), _ => function };
        }

        return name[0] == '(' && IsWhole(name, 0) ? "?column?" : name;
    }

    // the column that is cast, or the type
    private static string OfCast(string name)
    {
        var mark = name.LastIndexOf(" AS ", StringComparison.Ordinal);
        var start = name.IndexOf('(', StringComparison.Ordinal) + 1;
        if (mark < start)
        {
            return name;
        }

        var inner = name[start..mark];
        return Plain().IsMatch(inner) ? inner[(inner.LastIndexOf('.') + 1)..].Trim('"') : inner.EndsWith(')') ? Of(inner) : name[(mark + 4)..^1].Trim('"').ToLowerInvariant();
    }

    // whether the bracket that opens here closes at the end
    private static bool IsWhole(string name, int open)
    {
        var depth = 0;
        var quote = '\0';
        for (var at = open; at < name.Length; at++)
        {
            var letter = name[at];
            if (quote != '\0')
            {
                quote = letter == quote ? '\0' : quote;
            }
            else if (letter is '\'' or '"')
            {
                quote = letter;
            }
            else if (letter is '(' or ')')
            {
                depth += letter == '(' ? 1 : -1;
                if (depth == 0)
                {
                    return at == name.Length - 1;
                }
            }
        }

        return false;
    }

    [GeneratedRegex(@"^(?:[a-z_]+\.)?""?(?<name>[A-Za-z_][A-Za-z0-9_]*)""?\(", RegexOptions.CultureInvariant)]
    private static partial Regex Call();

    [GeneratedRegex(@"^[A-Za-z_""][A-Za-z0-9_"".]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();
}
